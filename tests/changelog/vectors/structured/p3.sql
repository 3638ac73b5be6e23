create or replace procedure P3 is
begin
  null; -- ${own}
end;
/
