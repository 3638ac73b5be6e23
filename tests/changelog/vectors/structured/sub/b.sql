--liquibase formatted sql
--changeset b:1 context:p
select 1 from dual;
--changeset b:2
select 2 from dual;
