--liquibase formatted sql

--changeset karim:v2-001 logicalFilePath:changelog/002-canal-vente.sql
--comment: Canal de vente sur CONTRATS
ALTER TABLE CONTRATS ADD (CANAL_VENTE VARCHAR2(30));

--changeset karim:v2-002 logicalFilePath:changelog/002-canal-vente.sql
--comment: Canal de vente sur POLICES
ALTER TABLE POLICES ADD (CANAL_VENTE VARCHAR2(30));

--changeset karim:v2-003 logicalFilePath:changelog/002-canal-vente.sql
--comment: Canal de vente sur SINISTRES
ALTER TABLE SINISTRES ADD (CANAL_VENTE VARCHAR2(30));

--changeset karim:v2-004 logicalFilePath:changelog/002-canal-vente.sql
COMMENT ON COLUMN CONTRATS.CANAL_VENTE IS 'Agence, courtier, téléphone ou internet';

--changeset karim:v2-005 logicalFilePath:changelog/002-canal-vente.sql
COMMENT ON COLUMN POLICES.CANAL_VENTE IS 'Agence, courtier, téléphone ou internet';

--changeset karim:v2-006 logicalFilePath:changelog/002-canal-vente.sql
COMMENT ON COLUMN SINISTRES.CANAL_VENTE IS 'Agence, courtier, téléphone ou internet';

--changeset karim:v2-007 logicalFilePath:changelog/002-canal-vente.sql
CREATE INDEX CONTRATS_CANAL_IX ON CONTRATS (CANAL_VENTE);

--changeset karim:v2-008 logicalFilePath:changelog/002-canal-vente.sql
--comment: Les contrats repris viennent tous du réseau
UPDATE CONTRATS
   SET CANAL_VENTE = 'AGENCE'
 WHERE CANAL_VENTE IS NULL;

--changeset karim:v2-009 logicalFilePath:changelog/002-canal-vente.sql
UPDATE POLICES
   SET CANAL_VENTE = 'AGENCE'
 WHERE CANAL_VENTE IS NULL;

--changeset karim:v2-010 logicalFilePath:changelog/002-canal-vente.sql
--comment: La liste des contrats montre le canal
CREATE OR REPLACE VIEW V_CONTRATS AS
SELECT c.id_contrat,
       c.numero,
       cl.nom || ' ' || cl.prenom AS client,
       a.nom AS agence,
       p.libelle AS produit,
       c.date_effet,
       c.date_echeance,
       c.montant_prime,
       c.fractionnement,
       c.statut,
       c.id_agence,
       c.canal_vente
  FROM contrats c
  JOIN clients cl ON cl.id_client = c.id_client
  JOIN agences a ON a.id_agence = c.id_agence
  JOIN produits p ON p.id_produit = c.id_produit;

--changeset karim:v2-011 logicalFilePath:changelog/002-canal-vente.sql splitStatements:false stripComments:false
--comment: Nombre de contrats par canal
CREATE OR REPLACE PACKAGE PKG_CONTRATS AS
  TYPE t_contrats IS TABLE OF v_contrats%ROWTYPE;
  TYPE t_fiches IS TABLE OF contrats%ROWTYPE;

  FUNCTION liste (p_statut IN VARCHAR2 DEFAULT NULL) RETURN t_contrats PIPELINED;
  FUNCTION un_contrat (p_id_contrat IN NUMBER) RETURN t_fiches PIPELINED;
  FUNCTION nombre (p_statut IN VARCHAR2 DEFAULT NULL) RETURN NUMBER;
  FUNCTION nombre_par_canal (p_canal_vente IN VARCHAR2) RETURN NUMBER;
  FUNCTION controle_numero (p_numero IN VARCHAR2, p_id_contrat IN NUMBER) RETURN VARCHAR2;
  PROCEDURE resilier (p_id_contrat IN NUMBER);
  PROCEDURE enregistrer (
    p_action IN VARCHAR2, p_id_contrat IN NUMBER, p_numero IN VARCHAR2,
    p_id_client IN NUMBER, p_id_agence IN NUMBER, p_id_produit IN NUMBER,
    p_date_effet IN DATE, p_date_echeance IN DATE, p_montant_prime IN NUMBER,
    p_fractionnement IN VARCHAR2, p_statut IN VARCHAR2, p_commentaire IN VARCHAR2);
END PKG_CONTRATS;

--changeset karim:v2-012 logicalFilePath:changelog/002-canal-vente.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_CONTRATS AS
  FUNCTION liste (p_statut IN VARCHAR2 DEFAULT NULL) RETURN t_contrats PIPELINED IS
  BEGIN
    FOR r IN (SELECT v.* FROM v_contrats v WHERE p_statut IS NULL OR v.statut = p_statut)
    LOOP
      PIPE ROW (r);
    END LOOP;
    RETURN;
  END liste;

  FUNCTION un_contrat (p_id_contrat IN NUMBER) RETURN t_fiches PIPELINED IS
  BEGIN
    FOR r IN (SELECT c.* FROM contrats c WHERE c.id_contrat = p_id_contrat)
    LOOP
      PIPE ROW (r);
    END LOOP;
    RETURN;
  END un_contrat;

  FUNCTION nombre (p_statut IN VARCHAR2 DEFAULT NULL) RETURN NUMBER IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM contrats c
     WHERE p_statut IS NULL OR c.statut = p_statut;
    RETURN l_nombre;
  END nombre;

  FUNCTION nombre_par_canal (p_canal_vente IN VARCHAR2) RETURN NUMBER IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM contrats c
     WHERE c.canal_vente = p_canal_vente;
    RETURN l_nombre;
  END nombre_par_canal;

  FUNCTION controle_numero (p_numero IN VARCHAR2, p_id_contrat IN NUMBER) RETURN VARCHAR2 IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM contrats c
     WHERE c.numero = p_numero AND c.id_contrat <> NVL(p_id_contrat, -1);
    IF l_nombre > 0 THEN
      RETURN 'Le numéro ' || p_numero || ' est déjà utilisé.';
    END IF;
    RETURN NULL;
  END controle_numero;

  PROCEDURE resilier (p_id_contrat IN NUMBER) IS
  BEGIN
    UPDATE contrats c SET statut = 'RESILIE' WHERE c.id_contrat = p_id_contrat;
    UPDATE polices p SET statut = 'RESILIE' WHERE p.id_contrat = p_id_contrat;
  END resilier;

  PROCEDURE enregistrer (
    p_action IN VARCHAR2, p_id_contrat IN NUMBER, p_numero IN VARCHAR2,
    p_id_client IN NUMBER, p_id_agence IN NUMBER, p_id_produit IN NUMBER,
    p_date_effet IN DATE, p_date_echeance IN DATE, p_montant_prime IN NUMBER,
    p_fractionnement IN VARCHAR2, p_statut IN VARCHAR2, p_commentaire IN VARCHAR2) IS
  BEGIN
    IF p_action = 'DELETE' THEN
      resilier (p_id_contrat => p_id_contrat);
    ELSIF p_action = 'CREATE' THEN
      INSERT INTO contrats (id_contrat, numero, id_client, id_agence, id_produit, date_effet,
                            date_echeance, montant_prime, fractionnement, statut, commentaire,
                            cree_par)
      VALUES (seq_contrats.NEXTVAL, p_numero, p_id_client, p_id_agence, p_id_produit,
              p_date_effet, p_date_echeance, p_montant_prime, p_fractionnement, p_statut,
              p_commentaire, USER);
    ELSE
      UPDATE contrats c
         SET numero = p_numero, id_client = p_id_client, id_agence = p_id_agence,
             id_produit = p_id_produit, date_effet = p_date_effet,
             date_echeance = p_date_echeance, montant_prime = p_montant_prime,
             fractionnement = p_fractionnement, statut = p_statut,
             commentaire = p_commentaire
       WHERE c.id_contrat = p_id_contrat;
    END IF;
  END enregistrer;
END PKG_CONTRATS;

--changeset karim:v2-013 logicalFilePath:changelog/002-canal-vente.sql splitStatements:false stripComments:false
--comment: La liste des polices montre le canal
CREATE OR REPLACE PACKAGE PKG_POLICES AS
  TYPE t_police IS RECORD (
    id_police NUMBER, numero VARCHAR2(20), contrat VARCHAR2(20), objet_assure VARCHAR2(200),
    type_risque VARCHAR2(20), capital_assure NUMBER, franchise NUMBER, date_debut DATE,
    date_fin DATE, statut VARCHAR2(10), canal_vente VARCHAR2(30));
  TYPE t_polices IS TABLE OF t_police;
  TYPE t_fiches IS TABLE OF polices%ROWTYPE;

  FUNCTION liste (p_type_risque IN VARCHAR2 DEFAULT NULL) RETURN t_polices PIPELINED;
  FUNCTION une_police (p_id_police IN NUMBER) RETURN t_fiches PIPELINED;
  FUNCTION nombre RETURN NUMBER;
  FUNCTION synthese_html (p_type_risque IN VARCHAR2) RETURN CLOB;
  PROCEDURE enregistrer (
    p_action IN VARCHAR2, p_id_police IN NUMBER, p_numero IN VARCHAR2, p_id_contrat IN NUMBER,
    p_type_risque IN VARCHAR2, p_objet_assure IN VARCHAR2, p_capital_assure IN NUMBER,
    p_franchise IN NUMBER, p_date_debut IN DATE, p_date_fin IN DATE, p_statut IN VARCHAR2);
END PKG_POLICES;

--changeset karim:v2-014 logicalFilePath:changelog/002-canal-vente.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_POLICES AS
  FUNCTION liste (p_type_risque IN VARCHAR2 DEFAULT NULL) RETURN t_polices PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT p.id_police, p.numero, c.numero AS contrat, p.objet_assure, p.type_risque,
             p.capital_assure, p.franchise, p.date_debut, p.date_fin, p.statut,
             p.canal_vente
        FROM polices p
        JOIN contrats c ON c.id_contrat = p.id_contrat
       WHERE p_type_risque IS NULL OR p.type_risque = p_type_risque)
    LOOP
      PIPE ROW (t_police(r.id_police, r.numero, r.contrat, r.objet_assure, r.type_risque,
                         r.capital_assure, r.franchise, r.date_debut, r.date_fin, r.statut,
                         r.canal_vente));
    END LOOP;
    RETURN;
  END liste;

  FUNCTION une_police (p_id_police IN NUMBER) RETURN t_fiches PIPELINED IS
  BEGIN
    FOR r IN (SELECT p.* FROM polices p WHERE p.id_police = p_id_police)
    LOOP
      PIPE ROW (r);
    END LOOP;
    RETURN;
  END une_police;

  FUNCTION nombre RETURN NUMBER IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM polices;
    RETURN l_nombre;
  END nombre;

  FUNCTION synthese_html (p_type_risque IN VARCHAR2) RETURN CLOB IS
    l_nombre NUMBER;
    l_capital NUMBER;
  BEGIN
    SELECT COUNT(*), NVL(SUM(p.capital_assure), 0) INTO l_nombre, l_capital
      FROM polices p
     WHERE p_type_risque IS NULL OR p.type_risque = p_type_risque;
    RETURN '<p class="valeur">' || l_nombre || ' polices, ' || l_capital || ' de capital</p>';
  END synthese_html;

  PROCEDURE enregistrer (
    p_action IN VARCHAR2, p_id_police IN NUMBER, p_numero IN VARCHAR2, p_id_contrat IN NUMBER,
    p_type_risque IN VARCHAR2, p_objet_assure IN VARCHAR2, p_capital_assure IN NUMBER,
    p_franchise IN NUMBER, p_date_debut IN DATE, p_date_fin IN DATE, p_statut IN VARCHAR2) IS
  BEGIN
    IF p_action = 'CREATE' THEN
      INSERT INTO polices (id_police, numero, id_contrat, type_risque, objet_assure,
                           capital_assure, franchise, date_debut, date_fin, statut)
      VALUES (seq_polices.NEXTVAL, p_numero, p_id_contrat, p_type_risque, p_objet_assure,
              p_capital_assure, p_franchise, p_date_debut, p_date_fin, p_statut);
    ELSE
      UPDATE polices p
         SET numero = p_numero, type_risque = p_type_risque,
             objet_assure = p_objet_assure, capital_assure = p_capital_assure,
             franchise = p_franchise, date_debut = p_date_debut, date_fin = p_date_fin,
             statut = p_statut
       WHERE p.id_police = p_id_police;
    END IF;
  END enregistrer;
END PKG_POLICES;

--changeset karim:v2-015 logicalFilePath:changelog/002-canal-vente.sql splitStatements:false stripComments:false
--comment: Le service REST annonce la version 2
CREATE OR REPLACE PACKAGE BODY PKG_API AS
  FUNCTION etat RETURN VARCHAR2 IS
  BEGIN
    IF pkg_reference.parametre('MAINTENANCE') = 'O' THEN
      RETURN 'maintenance';
    END IF;
    RETURN 'ok';
  END etat;

  FUNCTION version_schema RETURN VARCHAR2 IS
  BEGIN
    RETURN '2';
  END version_schema;

  FUNCTION nombre_contrats RETURN NUMBER IS
  BEGIN
    RETURN pkg_contrats.nombre;
  END nombre_contrats;
END PKG_API;

--changeset karim:v2-016 logicalFilePath:changelog/002-canal-vente.sql
GRANT EXECUTE ON PKG_CONTRATS TO ORASSUIT;

--changeset karim:v2-017 logicalFilePath:changelog/002-canal-vente.sql
GRANT EXECUTE ON PKG_POLICES TO ORASSUIT;

--changeset karim:v2-018 logicalFilePath:changelog/002-canal-vente.sql
--comment: Le libellé parle de tous les canaux
UPDATE PARAMETRES
   SET LIBELLE = 'Devise du portefeuille, tous canaux', MODIFIE_LE = SYSDATE
 WHERE CODE = 'DEVISE';
