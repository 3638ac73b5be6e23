-- The users of one client that Caravane logs on as, with what a rollout needs and no more.
-- Run as an administrator of the client's database (SQL*Plus, SQLcl):
--     @oracle-users.sql ORASSADM ORASSUIT CARAVANE_DEPLOY
-- 1: the business schema, 2: the parsing schema of the application, 3: the deployment user.
-- The two schemas exist; the deployment user is made, connects as either of them (a proxy user, so
-- that nobody needs the schemas' own passwords), and has no right of its own.
-- In the settings: business_user = "CARAVANE_DEPLOY[ORASSADM]", application_user = "CARAVANE_DEPLOY[ORASSUIT]".

set verify off  -- SQL*Plus would print the password with the line that has it
define business = &1
define application = &2
define deploy = &3
accept password char prompt 'Password of &deploy: ' hide

create user &deploy identified by "&password";
grant create session to &deploy;
alter user &business grant connect through &deploy;
alter user &application grant connect through &deploy;

-- The schemas create their own objects, and nothing in anybody else's.
grant create session, create table, create view, create sequence, create procedure, create trigger,
      create type, create synonym, create materialized view to &business;
grant create session to &application;

-- Room for new tables and indexes; name the tablespace of the schema.
alter user &business quota unlimited on users;

-- Optional: caravane changelog locks can tell whether the holder of a lock is still there.
grant select on sys.v_$session to &business;

-- Optional: a check before a rollout can name the tables that people are at work on at that moment.
grant select on sys.v_$locked_object to &business;

-- Only for clients with a site, which workers elsewhere bring releases to: they hold the client, so
-- that no two of them work on it at once.
grant execute on sys.dbms_lock to &business;
grant execute on sys.dbms_lock to &application;

undefine password
