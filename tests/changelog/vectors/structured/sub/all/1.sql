select 3 from dual;
