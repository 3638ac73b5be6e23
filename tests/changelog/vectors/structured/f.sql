select 4 from dual;
select 5 from dual;
