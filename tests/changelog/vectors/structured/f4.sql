begin
  x('${own}');
end;
