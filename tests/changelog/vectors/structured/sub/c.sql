--liquibase formatted sql
--changeset c:1 context:"p,q" labels:k
select 1 from dual;
