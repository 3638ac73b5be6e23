--liquibase formatted sql
--changeset d:1 context:z
select 1 from dual;
