--liquibase formatted sql

--changeset karim:s001-agences logicalFilePath:changelog/001-socle.sql
--comment: Table AGENCES
CREATE TABLE AGENCES (
  ID_AGENCE NUMBER(10) NOT NULL,
  CODE VARCHAR2(10) NOT NULL,
  NOM VARCHAR2(80 CHAR) NOT NULL,
  VILLE VARCHAR2(60 CHAR),
  ADRESSE VARCHAR2(200 CHAR),
  TELEPHONE VARCHAR2(20),
  DATE_OUVERTURE DATE,
  ACTIVE VARCHAR2(1) DEFAULT 'O' NOT NULL,
  CONSTRAINT AGENCES_PK PRIMARY KEY (ID_AGENCE),
  CONSTRAINT AGENCES_CODE_UK UNIQUE (CODE),
  CONSTRAINT AGENCES_ACTIVE_CK CHECK (ACTIVE IN ('O', 'N'))
);

--changeset karim:s001-agences-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE AGENCES IS 'Réseau commercial';

--changeset karim:s001-agences-c1 logicalFilePath:changelog/001-socle.sql
COMMENT ON COLUMN AGENCES.CODE IS 'Trois lettres et deux chiffres';

--changeset karim:s002-clients logicalFilePath:changelog/001-socle.sql
--comment: Table CLIENTS
CREATE TABLE CLIENTS (
  ID_CLIENT NUMBER(10) NOT NULL,
  NUMERO VARCHAR2(20) NOT NULL,
  CIVILITE VARCHAR2(5),
  NOM VARCHAR2(80 CHAR) NOT NULL,
  PRENOM VARCHAR2(80 CHAR),
  DATE_NAISSANCE DATE,
  PIECE_IDENTITE VARCHAR2(20),
  EMAIL VARCHAR2(120),
  TELEPHONE VARCHAR2(20),
  ADRESSE VARCHAR2(200 CHAR),
  VILLE VARCHAR2(60 CHAR),
  CODE_POSTAL VARCHAR2(10),
  PROFESSION VARCHAR2(60 CHAR),
  DATE_CREATION DATE DEFAULT SYSDATE NOT NULL,
  CONSTRAINT CLIENTS_PK PRIMARY KEY (ID_CLIENT),
  CONSTRAINT CLIENTS_NUMERO_UK UNIQUE (NUMERO)
);

--changeset karim:s002-clients-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE CLIENTS IS 'Assurés et souscripteurs';

--changeset karim:s002-clients-c1 logicalFilePath:changelog/001-socle.sql
COMMENT ON COLUMN CLIENTS.PIECE_IDENTITE IS 'CIN, CNI ou passeport';

--changeset karim:s003-produits logicalFilePath:changelog/001-socle.sql
--comment: Table PRODUITS
CREATE TABLE PRODUITS (
  ID_PRODUIT NUMBER(10) NOT NULL,
  CODE VARCHAR2(10) NOT NULL,
  LIBELLE VARCHAR2(80 CHAR) NOT NULL,
  BRANCHE VARCHAR2(20) NOT NULL,
  TAUX NUMBER(5,2),
  PRIME_BASE NUMBER(12,2),
  CONDITIONS CLOB,
  CONSTRAINT PRODUITS_PK PRIMARY KEY (ID_PRODUIT),
  CONSTRAINT PRODUITS_CODE_UK UNIQUE (CODE)
);

--changeset karim:s003-produits-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE PRODUITS IS 'Produits d''assurance commercialisés';

--changeset karim:s004-contrats logicalFilePath:changelog/001-socle.sql
--comment: Table CONTRATS
CREATE TABLE CONTRATS (
  ID_CONTRAT NUMBER(10) NOT NULL,
  NUMERO VARCHAR2(20) NOT NULL,
  ID_CLIENT NUMBER(10) NOT NULL,
  ID_AGENCE NUMBER(10) NOT NULL,
  ID_PRODUIT NUMBER(10) NOT NULL,
  DATE_EFFET DATE NOT NULL,
  DATE_ECHEANCE DATE,
  MONTANT_PRIME NUMBER(12,2) NOT NULL,
  FRACTIONNEMENT VARCHAR2(1) DEFAULT 'A' NOT NULL,
  STATUT VARCHAR2(10) DEFAULT 'ACTIF' NOT NULL,
  COMMENTAIRE VARCHAR2(400 CHAR),
  CREE_LE TIMESTAMP(6) DEFAULT SYSTIMESTAMP NOT NULL,
  CREE_PAR VARCHAR2(30),
  CONSTRAINT CONTRATS_PK PRIMARY KEY (ID_CONTRAT),
  CONSTRAINT CONTRATS_NUMERO_UK UNIQUE (NUMERO),
  CONSTRAINT CONTRATS_CLIENT_FK FOREIGN KEY (ID_CLIENT) REFERENCES CLIENTS (ID_CLIENT),
  CONSTRAINT CONTRATS_AGENCE_FK FOREIGN KEY (ID_AGENCE) REFERENCES AGENCES (ID_AGENCE),
  CONSTRAINT CONTRATS_PRODUIT_FK FOREIGN KEY (ID_PRODUIT) REFERENCES PRODUITS (ID_PRODUIT),
  CONSTRAINT CONTRATS_STATUT_CK CHECK (STATUT IN ('ACTIF', 'SUSPENDU', 'RESILIE', 'ECHU'))
);

--changeset karim:s004-contrats-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE CONTRATS IS 'Contrats d''assurance';

--changeset karim:s004-contrats-c1 logicalFilePath:changelog/001-socle.sql
COMMENT ON COLUMN CONTRATS.MONTANT_PRIME IS 'Prime annuelle hors taxe';

--changeset karim:s004-contrats-c2 logicalFilePath:changelog/001-socle.sql
COMMENT ON COLUMN CONTRATS.FRACTIONNEMENT IS 'A, S, T ou M';

--changeset karim:s005-polices logicalFilePath:changelog/001-socle.sql
--comment: Table POLICES
CREATE TABLE POLICES (
  ID_POLICE NUMBER(10) NOT NULL,
  NUMERO VARCHAR2(20) NOT NULL,
  ID_CONTRAT NUMBER(10) NOT NULL,
  TYPE_RISQUE VARCHAR2(20) NOT NULL,
  OBJET_ASSURE VARCHAR2(200 CHAR),
  CAPITAL_ASSURE NUMBER(14,2),
  FRANCHISE NUMBER(12,2),
  DATE_DEBUT DATE NOT NULL,
  DATE_FIN DATE,
  STATUT VARCHAR2(10) DEFAULT 'ACTIF' NOT NULL,
  CONSTRAINT POLICES_PK PRIMARY KEY (ID_POLICE),
  CONSTRAINT POLICES_NUMERO_UK UNIQUE (NUMERO),
  CONSTRAINT POLICES_CONTRAT_FK FOREIGN KEY (ID_CONTRAT) REFERENCES CONTRATS (ID_CONTRAT)
);

--changeset karim:s005-polices-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE POLICES IS 'Polices rattachées aux contrats';

--changeset karim:s005-polices-c1 logicalFilePath:changelog/001-socle.sql
COMMENT ON COLUMN POLICES.CAPITAL_ASSURE IS 'Capital garanti';

--changeset karim:s006-sinistres logicalFilePath:changelog/001-socle.sql
--comment: Table SINISTRES
CREATE TABLE SINISTRES (
  ID_SINISTRE NUMBER(10) NOT NULL,
  NUMERO VARCHAR2(20) NOT NULL,
  ID_POLICE NUMBER(10) NOT NULL,
  NATURE VARCHAR2(20) NOT NULL,
  DATE_SURVENANCE DATE NOT NULL,
  DATE_DECLARATION DATE,
  LIEU VARCHAR2(120 CHAR),
  DESCRIPTION VARCHAR2(2000 CHAR),
  GRAVITE NUMBER(1),
  EXPERT VARCHAR2(80 CHAR),
  MONTANT_ESTIME NUMBER(12,2),
  MONTANT_REGLE NUMBER(12,2),
  STATUT VARCHAR2(10) DEFAULT 'DECLARE' NOT NULL,
  CONSTRAINT SINISTRES_PK PRIMARY KEY (ID_SINISTRE),
  CONSTRAINT SINISTRES_NUMERO_UK UNIQUE (NUMERO),
  CONSTRAINT SINISTRES_POLICE_FK FOREIGN KEY (ID_POLICE) REFERENCES POLICES (ID_POLICE),
  CONSTRAINT SINISTRES_GRAVITE_CK CHECK (GRAVITE BETWEEN 1 AND 4)
);

--changeset karim:s006-sinistres-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE SINISTRES IS 'Dossiers de sinistre';

--changeset karim:s006-sinistres-c1 logicalFilePath:changelog/001-socle.sql
COMMENT ON COLUMN SINISTRES.GRAVITE IS 'De 1 (mineure) à 4 (très grave)';

--changeset karim:s007-primes logicalFilePath:changelog/001-socle.sql
--comment: Table PRIMES
CREATE TABLE PRIMES (
  ID_PRIME NUMBER(10) NOT NULL,
  ID_CONTRAT NUMBER(10) NOT NULL,
  ECHEANCE DATE NOT NULL,
  MONTANT NUMBER(12,2) NOT NULL,
  TAXE NUMBER(12,2),
  PAYE VARCHAR2(1) DEFAULT 'N' NOT NULL,
  DATE_PAIEMENT DATE,
  MODE_PAIEMENT VARCHAR2(3),
  CONSTRAINT PRIMES_PK PRIMARY KEY (ID_PRIME),
  CONSTRAINT PRIMES_CONTRAT_FK FOREIGN KEY (ID_CONTRAT) REFERENCES CONTRATS (ID_CONTRAT),
  CONSTRAINT PRIMES_PAYE_CK CHECK (PAYE IN ('O', 'N'))
);

--changeset karim:s007-primes-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE PRIMES IS 'Échéancier des primes';

--changeset karim:s008-parametres logicalFilePath:changelog/001-socle.sql
--comment: Table PARAMETRES
CREATE TABLE PARAMETRES (
  CODE VARCHAR2(30) NOT NULL,
  LIBELLE VARCHAR2(120 CHAR) NOT NULL,
  VALEUR VARCHAR2(400 CHAR),
  TYPE_VALEUR VARCHAR2(10) DEFAULT 'TEXTE' NOT NULL,
  MODIFIE_LE DATE DEFAULT SYSDATE,
  CONSTRAINT PARAMETRES_PK PRIMARY KEY (CODE)
);

--changeset karim:s008-parametres-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE PARAMETRES IS 'Paramètres généraux de l''application';

--changeset karim:s009-journal logicalFilePath:changelog/001-socle.sql
--comment: Table JOURNAL
CREATE TABLE JOURNAL (
  ID_JOURNAL NUMBER(12) NOT NULL,
  QUAND TIMESTAMP(6) DEFAULT SYSTIMESTAMP NOT NULL,
  UTILISATEUR VARCHAR2(30),
  PAGE NUMBER(6),
  DETAIL VARCHAR2(400 CHAR),
  EMPREINTE RAW(16),
  CONSTRAINT JOURNAL_PK PRIMARY KEY (ID_JOURNAL)
);

--changeset karim:s009-journal-c logicalFilePath:changelog/001-socle.sql
COMMENT ON TABLE JOURNAL IS 'Traces des opérations sensibles';

--changeset karim:s010-index-1 logicalFilePath:changelog/001-socle.sql
CREATE INDEX CONTRATS_CLIENT_IX ON CONTRATS (ID_CLIENT);

--changeset karim:s010-index-2 logicalFilePath:changelog/001-socle.sql
CREATE INDEX CONTRATS_AGENCE_IX ON CONTRATS (ID_AGENCE);

--changeset karim:s010-index-3 logicalFilePath:changelog/001-socle.sql
CREATE INDEX CONTRATS_STATUT_IX ON CONTRATS (STATUT, DATE_EFFET);

--changeset karim:s010-index-4 logicalFilePath:changelog/001-socle.sql
CREATE INDEX POLICES_CONTRAT_IX ON POLICES (ID_CONTRAT);

--changeset karim:s010-index-5 logicalFilePath:changelog/001-socle.sql
CREATE INDEX SINISTRES_POLICE_IX ON SINISTRES (ID_POLICE);

--changeset karim:s010-index-6 logicalFilePath:changelog/001-socle.sql
CREATE INDEX PRIMES_CONTRAT_IX ON PRIMES (ID_CONTRAT, ECHEANCE);

--changeset karim:s011-sequence-1 logicalFilePath:changelog/001-socle.sql
CREATE SEQUENCE SEQ_CLIENTS START WITH 100000 INCREMENT BY 1 NOCACHE;

--changeset karim:s011-sequence-2 logicalFilePath:changelog/001-socle.sql
CREATE SEQUENCE SEQ_CONTRATS START WITH 100000 INCREMENT BY 1 NOCACHE;

--changeset karim:s011-sequence-3 logicalFilePath:changelog/001-socle.sql
CREATE SEQUENCE SEQ_POLICES START WITH 100000 INCREMENT BY 1 NOCACHE;

--changeset karim:s011-sequence-4 logicalFilePath:changelog/001-socle.sql
CREATE SEQUENCE SEQ_SINISTRES START WITH 100000 INCREMENT BY 1 NOCACHE;

--changeset karim:s011-sequence-5 logicalFilePath:changelog/001-socle.sql
CREATE SEQUENCE SEQ_PRIMES START WITH 1000000 INCREMENT BY 1 NOCACHE;

--changeset karim:s011-sequence-6 logicalFilePath:changelog/001-socle.sql
CREATE SEQUENCE SEQ_JOURNAL START WITH 1000 INCREMENT BY 1 NOCACHE;

--changeset karim:s012-vue-1 logicalFilePath:changelog/001-socle.sql
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
       c.id_agence
  FROM contrats c
  JOIN clients cl ON cl.id_client = c.id_client
  JOIN agences a ON a.id_agence = c.id_agence
  JOIN produits p ON p.id_produit = c.id_produit;

--changeset karim:s012-vue-2 logicalFilePath:changelog/001-socle.sql
CREATE OR REPLACE VIEW V_SINISTRES_OUVERTS AS
SELECT s.id_sinistre,
       s.numero,
       s.nature,
       s.date_declaration,
       s.montant_estime,
       s.statut
  FROM sinistres s
 WHERE s.statut IN ('DECLARE', 'EXPERTISE');

--changeset karim:s013-pkg-reference-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_REFERENCE AS
  TYPE t_agence IS RECORD (
    id_agence NUMBER, code VARCHAR2(10), nom VARCHAR2(80), ville VARCHAR2(60),
    telephone VARCHAR2(20), date_ouverture DATE, active VARCHAR2(1), contrats NUMBER);
  TYPE t_agences IS TABLE OF t_agence;
  TYPE t_produit IS RECORD (id_produit NUMBER, code VARCHAR2(10), libelle VARCHAR2(80));
  TYPE t_produits IS TABLE OF t_produit;
  TYPE t_parametres IS TABLE OF parametres%ROWTYPE;

  FUNCTION agences RETURN t_agences PIPELINED;
  FUNCTION une_agence (p_id_agence IN NUMBER) RETURN t_agences PIPELINED;
  FUNCTION produits RETURN t_produits PIPELINED;
  FUNCTION parametres RETURN t_parametres PIPELINED;
  FUNCTION parametre (p_code IN VARCHAR2) RETURN VARCHAR2;
  PROCEDURE enregistrer_parametre (
    p_action IN VARCHAR2, p_code IN VARCHAR2, p_libelle IN VARCHAR2, p_valeur IN VARCHAR2);
  PROCEDURE enregistrer_agence (
    p_action IN VARCHAR2, p_id_agence IN NUMBER, p_code IN VARCHAR2, p_nom IN VARCHAR2,
    p_ville IN VARCHAR2, p_telephone IN VARCHAR2, p_date_ouverture IN DATE,
    p_active IN VARCHAR2);
END PKG_REFERENCE;

--changeset karim:s013-pkg-reference-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_REFERENCE AS
  FUNCTION agences RETURN t_agences PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT a.id_agence, a.code, a.nom, a.ville, a.telephone, a.date_ouverture, a.active,
             (SELECT COUNT(*) FROM contrats c WHERE c.id_agence = a.id_agence) AS contrats
        FROM agences a)
    LOOP
      PIPE ROW (t_agence(r.id_agence, r.code, r.nom, r.ville, r.telephone,
                         r.date_ouverture, r.active, r.contrats));
    END LOOP;
    RETURN;
  END agences;

  FUNCTION une_agence (p_id_agence IN NUMBER) RETURN t_agences PIPELINED IS
  BEGIN
    FOR r IN (SELECT * FROM agences a WHERE a.id_agence = p_id_agence)
    LOOP
      PIPE ROW (t_agence(r.id_agence, r.code, r.nom, r.ville, r.telephone,
                         r.date_ouverture, r.active, NULL));
    END LOOP;
    RETURN;
  END une_agence;

  FUNCTION produits RETURN t_produits PIPELINED IS
  BEGIN
    FOR r IN (SELECT p.id_produit, p.code, p.libelle FROM produits p ORDER BY p.libelle)
    LOOP
      PIPE ROW (t_produit(r.id_produit, r.code, r.libelle));
    END LOOP;
    RETURN;
  END produits;

  FUNCTION parametres RETURN t_parametres PIPELINED IS
  BEGIN
    FOR r IN (SELECT p.* FROM parametres p ORDER BY p.code)
    LOOP
      PIPE ROW (r);
    END LOOP;
    RETURN;
  END parametres;

  FUNCTION parametre (p_code IN VARCHAR2) RETURN VARCHAR2 IS
    l_valeur parametres.valeur%TYPE;
  BEGIN
    SELECT p.valeur INTO l_valeur FROM parametres p WHERE p.code = p_code;
    RETURN l_valeur;
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      RETURN NULL;
  END parametre;

  PROCEDURE enregistrer_parametre (
    p_action IN VARCHAR2, p_code IN VARCHAR2, p_libelle IN VARCHAR2, p_valeur IN VARCHAR2) IS
  BEGIN
    UPDATE parametres p
       SET libelle = p_libelle, valeur = p_valeur, modifie_le = SYSDATE
     WHERE p.code = p_code;
  END enregistrer_parametre;

  PROCEDURE enregistrer_agence (
    p_action IN VARCHAR2, p_id_agence IN NUMBER, p_code IN VARCHAR2, p_nom IN VARCHAR2,
    p_ville IN VARCHAR2, p_telephone IN VARCHAR2, p_date_ouverture IN DATE,
    p_active IN VARCHAR2) IS
  BEGIN
    UPDATE agences a
       SET code = p_code, nom = p_nom, ville = p_ville, telephone = p_telephone,
           date_ouverture = p_date_ouverture, active = p_active
     WHERE a.id_agence = p_id_agence;
  END enregistrer_agence;
END PKG_REFERENCE;

--changeset karim:s013-pkg-clients-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_CLIENTS AS
  TYPE t_clients IS TABLE OF clients%ROWTYPE;

  FUNCTION liste RETURN t_clients PIPELINED;
  FUNCTION nombre RETURN NUMBER;
END PKG_CLIENTS;

--changeset karim:s013-pkg-clients-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_CLIENTS AS
  FUNCTION liste RETURN t_clients PIPELINED IS
  BEGIN
    FOR r IN (SELECT c.* FROM clients c ORDER BY c.nom, c.prenom)
    LOOP
      PIPE ROW (r);
    END LOOP;
    RETURN;
  END liste;

  FUNCTION nombre RETURN NUMBER IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM clients;
    RETURN l_nombre;
  END nombre;
END PKG_CLIENTS;

--changeset karim:s013-pkg-contrats-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_CONTRATS AS
  TYPE t_contrats IS TABLE OF v_contrats%ROWTYPE;
  TYPE t_fiches IS TABLE OF contrats%ROWTYPE;

  FUNCTION liste (p_statut IN VARCHAR2 DEFAULT NULL) RETURN t_contrats PIPELINED;
  FUNCTION un_contrat (p_id_contrat IN NUMBER) RETURN t_fiches PIPELINED;
  FUNCTION nombre (p_statut IN VARCHAR2 DEFAULT NULL) RETURN NUMBER;
  FUNCTION controle_numero (p_numero IN VARCHAR2, p_id_contrat IN NUMBER) RETURN VARCHAR2;
  PROCEDURE resilier (p_id_contrat IN NUMBER);
  PROCEDURE enregistrer (
    p_action IN VARCHAR2, p_id_contrat IN NUMBER, p_numero IN VARCHAR2,
    p_id_client IN NUMBER, p_id_agence IN NUMBER, p_id_produit IN NUMBER,
    p_date_effet IN DATE, p_date_echeance IN DATE, p_montant_prime IN NUMBER,
    p_fractionnement IN VARCHAR2, p_statut IN VARCHAR2, p_commentaire IN VARCHAR2);
END PKG_CONTRATS;

--changeset karim:s013-pkg-contrats-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
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

--changeset karim:s013-pkg-polices-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_POLICES AS
  TYPE t_police IS RECORD (
    id_police NUMBER, numero VARCHAR2(20), contrat VARCHAR2(20), objet_assure VARCHAR2(200),
    type_risque VARCHAR2(20), capital_assure NUMBER, franchise NUMBER, date_debut DATE,
    date_fin DATE, statut VARCHAR2(10));
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

--changeset karim:s013-pkg-polices-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_POLICES AS
  FUNCTION liste (p_type_risque IN VARCHAR2 DEFAULT NULL) RETURN t_polices PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT p.id_police, p.numero, c.numero AS contrat, p.objet_assure, p.type_risque,
             p.capital_assure, p.franchise, p.date_debut, p.date_fin, p.statut
        FROM polices p
        JOIN contrats c ON c.id_contrat = p.id_contrat
       WHERE p_type_risque IS NULL OR p.type_risque = p_type_risque)
    LOOP
      PIPE ROW (t_police(r.id_police, r.numero, r.contrat, r.objet_assure, r.type_risque,
                         r.capital_assure, r.franchise, r.date_debut, r.date_fin, r.statut));
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

--changeset karim:s013-pkg-sinistres-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_SINISTRES AS
  TYPE t_sinistre IS RECORD (
    id_sinistre NUMBER, numero VARCHAR2(20), police VARCHAR2(20), assure VARCHAR2(170),
    nature VARCHAR2(20), date_survenance DATE, date_declaration DATE, lieu VARCHAR2(120),
    montant_estime NUMBER, montant_regle NUMBER, gravite NUMBER, statut VARCHAR2(10));
  TYPE t_sinistres IS TABLE OF t_sinistre;
  TYPE t_fiches IS TABLE OF sinistres%ROWTYPE;

  FUNCTION liste (
    p_statut IN VARCHAR2 DEFAULT NULL, p_nature IN VARCHAR2 DEFAULT NULL)
    RETURN t_sinistres PIPELINED;
  FUNCTION un_sinistre (p_id_sinistre IN NUMBER) RETURN t_fiches PIPELINED;
  FUNCTION nombre RETURN NUMBER;
  FUNCTION en_retard (p_jours IN NUMBER) RETURN NUMBER;
  FUNCTION controle_delai (p_survenance IN DATE, p_declaration IN DATE) RETURN VARCHAR2;
  PROCEDURE enregistrer (
    p_action IN VARCHAR2, p_id_sinistre IN NUMBER, p_numero IN VARCHAR2,
    p_id_police IN NUMBER, p_nature IN VARCHAR2, p_date_survenance IN DATE,
    p_date_declaration IN DATE, p_lieu IN VARCHAR2, p_description IN VARCHAR2,
    p_gravite IN NUMBER, p_expert IN VARCHAR2, p_montant_estime IN NUMBER,
    p_montant_regle IN NUMBER, p_statut IN VARCHAR2);
END PKG_SINISTRES;

--changeset karim:s013-pkg-sinistres-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_SINISTRES AS
  FUNCTION liste (
    p_statut IN VARCHAR2 DEFAULT NULL, p_nature IN VARCHAR2 DEFAULT NULL)
    RETURN t_sinistres PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT s.id_sinistre, s.numero, p.numero AS police, cl.nom || ' ' || cl.prenom AS assure,
             s.nature, s.date_survenance, s.date_declaration, s.lieu, s.montant_estime,
             s.montant_regle, s.gravite, s.statut
        FROM sinistres s
        JOIN polices p ON p.id_police = s.id_police
        JOIN contrats c ON c.id_contrat = p.id_contrat
        JOIN clients cl ON cl.id_client = c.id_client
       WHERE (p_statut IS NULL OR s.statut = p_statut)
         AND (p_nature IS NULL OR s.nature = p_nature))
    LOOP
      PIPE ROW (t_sinistre(r.id_sinistre, r.numero, r.police, r.assure, r.nature,
                           r.date_survenance, r.date_declaration, r.lieu, r.montant_estime,
                           r.montant_regle, r.gravite, r.statut));
    END LOOP;
    RETURN;
  END liste;

  FUNCTION un_sinistre (p_id_sinistre IN NUMBER) RETURN t_fiches PIPELINED IS
  BEGIN
    FOR r IN (SELECT s.* FROM sinistres s WHERE s.id_sinistre = p_id_sinistre)
    LOOP
      PIPE ROW (r);
    END LOOP;
    RETURN;
  END un_sinistre;

  FUNCTION nombre RETURN NUMBER IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM sinistres;
    RETURN l_nombre;
  END nombre;

  FUNCTION en_retard (p_jours IN NUMBER) RETURN NUMBER IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM v_sinistres_ouverts v
     WHERE v.date_declaration < SYSDATE - p_jours;
    RETURN l_nombre;
  END en_retard;

  FUNCTION controle_delai (p_survenance IN DATE, p_declaration IN DATE) RETURN VARCHAR2 IS
  BEGIN
    IF p_declaration < p_survenance THEN
      RETURN 'La déclaration précède le sinistre.';
    END IF;
    IF p_declaration - p_survenance > TO_NUMBER(pkg_reference.parametre('DELAI_DECLARATION')) THEN
      RETURN 'Le délai de déclaration est dépassé.';
    END IF;
    RETURN NULL;
  END controle_delai;

  PROCEDURE enregistrer (
    p_action IN VARCHAR2, p_id_sinistre IN NUMBER, p_numero IN VARCHAR2,
    p_id_police IN NUMBER, p_nature IN VARCHAR2, p_date_survenance IN DATE,
    p_date_declaration IN DATE, p_lieu IN VARCHAR2, p_description IN VARCHAR2,
    p_gravite IN NUMBER, p_expert IN VARCHAR2, p_montant_estime IN NUMBER,
    p_montant_regle IN NUMBER, p_statut IN VARCHAR2) IS
  BEGIN
    IF p_action = 'CREATE' THEN
      INSERT INTO sinistres (id_sinistre, numero, id_police, nature, date_survenance,
                             date_declaration, lieu, description, gravite, expert,
                             montant_estime, montant_regle, statut)
      VALUES (seq_sinistres.NEXTVAL, p_numero, p_id_police, p_nature, p_date_survenance,
              p_date_declaration, p_lieu, p_description, p_gravite, p_expert,
              p_montant_estime, p_montant_regle, p_statut);
    ELSE
      UPDATE sinistres s
         SET nature = p_nature, date_survenance = p_date_survenance,
             date_declaration = p_date_declaration, lieu = p_lieu,
             description = p_description, gravite = p_gravite, expert = p_expert,
             montant_estime = p_montant_estime, montant_regle = p_montant_regle,
             statut = p_statut
       WHERE s.id_sinistre = p_id_sinistre;
    END IF;
  END enregistrer;
END PKG_SINISTRES;

--changeset karim:s013-pkg-primes-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_PRIMES AS
  TYPE t_echeance IS RECORD (
    id_prime NUMBER, contrat VARCHAR2(20), client VARCHAR2(170), echeance DATE,
    montant NUMBER, taxe NUMBER, paye VARCHAR2(1), date_paiement DATE,
    mode_paiement VARCHAR2(3));
  TYPE t_echeances IS TABLE OF t_echeance;

  FUNCTION echeancier (p_paye IN VARCHAR2 DEFAULT NULL) RETURN t_echeances PIPELINED;
  PROCEDURE encaisser (
    p_id_prime IN NUMBER, p_paye IN VARCHAR2, p_date_paiement IN DATE,
    p_mode_paiement IN VARCHAR2);
  PROCEDURE relancer (p_jours IN NUMBER, p_id_agence IN NUMBER, p_message IN VARCHAR2);
END PKG_PRIMES;

--changeset karim:s013-pkg-primes-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_PRIMES AS
  FUNCTION echeancier (p_paye IN VARCHAR2 DEFAULT NULL) RETURN t_echeances PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT p.id_prime, c.numero AS contrat, cl.nom || ' ' || cl.prenom AS client,
             p.echeance, p.montant, p.taxe, p.paye, p.date_paiement, p.mode_paiement
        FROM primes p
        JOIN contrats c ON c.id_contrat = p.id_contrat
        JOIN clients cl ON cl.id_client = c.id_client
       WHERE p_paye IS NULL OR p.paye = p_paye)
    LOOP
      PIPE ROW (t_echeance(r.id_prime, r.contrat, r.client, r.echeance, r.montant, r.taxe,
                           r.paye, r.date_paiement, r.mode_paiement));
    END LOOP;
    RETURN;
  END echeancier;

  PROCEDURE encaisser (
    p_id_prime IN NUMBER, p_paye IN VARCHAR2, p_date_paiement IN DATE,
    p_mode_paiement IN VARCHAR2) IS
  BEGIN
    UPDATE primes p
       SET paye = p_paye, date_paiement = p_date_paiement,
           mode_paiement = p_mode_paiement
     WHERE p.id_prime = p_id_prime;
  END encaisser;

  PROCEDURE relancer (p_jours IN NUMBER, p_id_agence IN NUMBER, p_message IN VARCHAR2) IS
  BEGIN
    INSERT INTO journal (id_journal, utilisateur, page, detail)
    VALUES (seq_journal.NEXTVAL, USER, 41, SUBSTR(p_message, 1, 400));
  END relancer;
END PKG_PRIMES;

--changeset karim:s013-pkg-tarifs-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_TARIFS AS
  FUNCTION prime (p_id_produit IN NUMBER) RETURN NUMBER;
END PKG_TARIFS;

--changeset karim:s013-pkg-tarifs-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_TARIFS AS
  FUNCTION prime (p_id_produit IN NUMBER) RETURN NUMBER IS
    l_prime NUMBER;
  BEGIN
    SELECT p.prime_base * (1 + p.taux / 100) INTO l_prime
      FROM produits p
     WHERE p.id_produit = p_id_produit;
    RETURN ROUND(l_prime, 2);
  END prime;
END PKG_TARIFS;

--changeset karim:s013-pkg-statistiques-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_STATISTIQUES AS
  TYPE t_nombre IS RECORD (
    agence VARCHAR2(80), produit VARCHAR2(80), nature VARCHAR2(20), nombre NUMBER);
  TYPE t_nombres IS TABLE OF t_nombre;
  TYPE t_mois IS RECORD (mois VARCHAR2(7), montant NUMBER);
  TYPE t_mensuel IS TABLE OF t_mois;
  TYPE t_detail IS RECORD (mois VARCHAR2(7), primes NUMBER, sinistres NUMBER);
  TYPE t_details IS TABLE OF t_detail;
  TYPE t_indicateur IS RECORD (
    code VARCHAR2(20), libelle VARCHAR2(80), valeur VARCHAR2(40), evolution VARCHAR2(40),
    icone VARCHAR2(40), rang NUMBER);
  TYPE t_indicateurs IS TABLE OF t_indicateur;

  FUNCTION indicateurs (p_exercice IN VARCHAR2) RETURN t_indicateurs PIPELINED;
  FUNCTION contrats_par_agence (p_exercice IN VARCHAR2) RETURN t_nombres PIPELINED;
  FUNCTION contrats_par_produit RETURN t_nombres PIPELINED;
  FUNCTION sinistres_par_nature (p_exercice IN VARCHAR2) RETURN t_nombres PIPELINED;
  FUNCTION primes_par_mois (p_exercice IN VARCHAR2) RETURN t_mensuel PIPELINED;
  FUNCTION sinistres_par_mois (p_exercice IN VARCHAR2) RETURN t_mensuel PIPELINED;
  FUNCTION detail_mensuel (p_exercice IN VARCHAR2) RETURN t_details PIPELINED;
END PKG_STATISTIQUES;

--changeset karim:s013-pkg-statistiques-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_STATISTIQUES AS
  FUNCTION indicateurs (p_exercice IN VARCHAR2) RETURN t_indicateurs PIPELINED IS
    l_nombre NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_nombre FROM contrats c WHERE c.statut = 'ACTIF';
    PIPE ROW (t_indicateur('CONTRATS', 'Contrats en cours', l_nombre, NULL, 'fa-file-text-o', 1));
    SELECT COUNT(*) INTO l_nombre FROM v_sinistres_ouverts;
    PIPE ROW (t_indicateur('SINISTRES', 'Sinistres ouverts', l_nombre, NULL, 'fa-bullhorn', 2));
    SELECT COUNT(*) INTO l_nombre FROM primes p WHERE p.paye = 'N' AND p.echeance < SYSDATE;
    PIPE ROW (t_indicateur('IMPAYES', 'Primes impayées', l_nombre, NULL, 'fa-clock-o', 3));
    RETURN;
  END indicateurs;

  FUNCTION contrats_par_agence (p_exercice IN VARCHAR2) RETURN t_nombres PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT a.nom AS agence, COUNT(*) AS nombre
        FROM contrats c
        JOIN agences a ON a.id_agence = c.id_agence
       WHERE TO_CHAR(c.date_effet, 'YYYY') <= p_exercice
       GROUP BY a.nom)
    LOOP
      PIPE ROW (t_nombre(r.agence, NULL, NULL, r.nombre));
    END LOOP;
    RETURN;
  END contrats_par_agence;

  FUNCTION contrats_par_produit RETURN t_nombres PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT p.libelle AS produit, COUNT(*) AS nombre
        FROM contrats c
        JOIN produits p ON p.id_produit = c.id_produit
       GROUP BY p.libelle)
    LOOP
      PIPE ROW (t_nombre(NULL, r.produit, NULL, r.nombre));
    END LOOP;
    RETURN;
  END contrats_par_produit;

  FUNCTION sinistres_par_nature (p_exercice IN VARCHAR2) RETURN t_nombres PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT s.nature, COUNT(*) AS nombre
        FROM sinistres s
       WHERE TO_CHAR(s.date_survenance, 'YYYY') = p_exercice
       GROUP BY s.nature)
    LOOP
      PIPE ROW (t_nombre(NULL, NULL, r.nature, r.nombre));
    END LOOP;
    RETURN;
  END sinistres_par_nature;

  FUNCTION primes_par_mois (p_exercice IN VARCHAR2) RETURN t_mensuel PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT TO_CHAR(p.echeance, 'YYYY-MM') AS mois, SUM(p.montant) AS montant
        FROM primes p
       WHERE TO_CHAR(p.echeance, 'YYYY') = p_exercice
       GROUP BY TO_CHAR(p.echeance, 'YYYY-MM'))
    LOOP
      PIPE ROW (t_mois(r.mois, r.montant));
    END LOOP;
    RETURN;
  END primes_par_mois;

  FUNCTION sinistres_par_mois (p_exercice IN VARCHAR2) RETURN t_mensuel PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT TO_CHAR(s.date_survenance, 'YYYY-MM') AS mois, SUM(s.montant_estime) AS montant
        FROM sinistres s
       WHERE TO_CHAR(s.date_survenance, 'YYYY') = p_exercice
       GROUP BY TO_CHAR(s.date_survenance, 'YYYY-MM'))
    LOOP
      PIPE ROW (t_mois(r.mois, r.montant));
    END LOOP;
    RETURN;
  END sinistres_par_mois;

  FUNCTION detail_mensuel (p_exercice IN VARCHAR2) RETURN t_details PIPELINED IS
  BEGIN
    FOR r IN (
      SELECT p.mois, p.montant AS primes, s.montant AS sinistres
        FROM (SELECT TO_CHAR(q.echeance, 'YYYY-MM') AS mois, SUM(q.montant) AS montant
                FROM primes q
               GROUP BY TO_CHAR(q.echeance, 'YYYY-MM')) p
        LEFT JOIN (SELECT TO_CHAR(t.date_survenance, 'YYYY-MM') AS mois,
                          SUM(t.montant_estime) AS montant
                     FROM sinistres t
                    GROUP BY TO_CHAR(t.date_survenance, 'YYYY-MM')) s ON s.mois = p.mois
       WHERE p.mois LIKE p_exercice || '%')
    LOOP
      PIPE ROW (t_detail(r.mois, r.primes, r.sinistres));
    END LOOP;
    RETURN;
  END detail_mensuel;
END PKG_STATISTIQUES;

--changeset karim:s013-pkg-journal-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_JOURNAL AS
  PROCEDURE tracer (p_page IN NUMBER, p_detail IN VARCHAR2);
END PKG_JOURNAL;

--changeset karim:s013-pkg-journal-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_JOURNAL AS
  PROCEDURE tracer (p_page IN NUMBER, p_detail IN VARCHAR2) IS
  BEGIN
    INSERT INTO journal (id_journal, utilisateur, page, detail)
    VALUES (seq_journal.NEXTVAL, USER, p_page, SUBSTR(p_detail, 1, 400));
  END tracer;
END PKG_JOURNAL;

--changeset karim:s013-pkg-editions-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_EDITIONS AS
  PROCEDURE envoyer_csv (p_table IN VARCHAR2, p_filtre IN VARCHAR2);
END PKG_EDITIONS;

--changeset karim:s013-pkg-editions-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_EDITIONS AS
  PROCEDURE envoyer_csv (p_table IN VARCHAR2, p_filtre IN VARCHAR2) IS
  BEGIN
    pkg_journal.tracer (p_page => 0, p_detail => 'CSV ' || p_table || ' ' || p_filtre);
  END envoyer_csv;
END PKG_EDITIONS;

--changeset karim:s013-pkg-securite-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_SECURITE AS
  FUNCTION peut_consulter (p_utilisateur IN VARCHAR2, p_page IN NUMBER) RETURN BOOLEAN;
  PROCEDURE charger_contexte (
    p_utilisateur IN VARCHAR2, p_agence OUT NUMBER, p_devise OUT VARCHAR2);
END PKG_SECURITE;

--changeset karim:s013-pkg-securite-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG_SECURITE AS
  FUNCTION peut_consulter (p_utilisateur IN VARCHAR2, p_page IN NUMBER) RETURN BOOLEAN IS
  BEGIN
    RETURN p_utilisateur IS NOT NULL;
  END peut_consulter;

  PROCEDURE charger_contexte (
    p_utilisateur IN VARCHAR2, p_agence OUT NUMBER, p_devise OUT VARCHAR2) IS
  BEGIN
    SELECT MIN(a.id_agence) INTO p_agence FROM agences a WHERE a.active = 'O';
    p_devise := pkg_reference.parametre('DEVISE');
  END charger_contexte;
END PKG_SECURITE;

--changeset karim:s013-pkg-api-spec logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
CREATE OR REPLACE PACKAGE PKG_API AS
  FUNCTION etat RETURN VARCHAR2;
  FUNCTION version_schema RETURN VARCHAR2;
  FUNCTION nombre_contrats RETURN NUMBER;
END PKG_API;

--changeset karim:s013-pkg-api-corps logicalFilePath:changelog/001-socle.sql splitStatements:false stripComments:false
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
    RETURN '1';
  END version_schema;

  FUNCTION nombre_contrats RETURN NUMBER IS
  BEGIN
    RETURN pkg_contrats.nombre;
  END nombre_contrats;
END PKG_API;

--changeset karim:s014-droit-pkg-reference logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_REFERENCE TO ORASSUIT;

--changeset karim:s014-droit-pkg-clients logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_CLIENTS TO ORASSUIT;

--changeset karim:s014-droit-pkg-contrats logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_CONTRATS TO ORASSUIT;

--changeset karim:s014-droit-pkg-polices logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_POLICES TO ORASSUIT;

--changeset karim:s014-droit-pkg-sinistres logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_SINISTRES TO ORASSUIT;

--changeset karim:s014-droit-pkg-primes logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_PRIMES TO ORASSUIT;

--changeset karim:s014-droit-pkg-tarifs logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_TARIFS TO ORASSUIT;

--changeset karim:s014-droit-pkg-statistiques logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_STATISTIQUES TO ORASSUIT;

--changeset karim:s014-droit-pkg-journal logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_JOURNAL TO ORASSUIT;

--changeset karim:s014-droit-pkg-editions logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_EDITIONS TO ORASSUIT;

--changeset karim:s014-droit-pkg-securite logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_SECURITE TO ORASSUIT;

--changeset karim:s014-droit-pkg-api logicalFilePath:changelog/001-socle.sql
GRANT EXECUTE ON PKG_API TO ORASSUIT;

--changeset karim:s015-parametre-1 logicalFilePath:changelog/001-socle.sql
INSERT INTO PARAMETRES (CODE, LIBELLE, VALEUR, TYPE_VALEUR, MODIFIE_LE)
VALUES ('MAINTENANCE', 'Maintenance en cours', 'N', 'BOOLEEN', TO_DATE('2024-01-15', 'YYYY-MM-DD'));

--changeset karim:s015-parametre-2 logicalFilePath:changelog/001-socle.sql
INSERT INTO PARAMETRES (CODE, LIBELLE, VALEUR, TYPE_VALEUR, MODIFIE_LE)
VALUES ('DELAI_DECLARATION', 'Délai de déclaration (jours)', '5', 'NOMBRE', TO_DATE('2024-01-15', 'YYYY-MM-DD'));

--changeset karim:s015-parametre-3 logicalFilePath:changelog/001-socle.sql
INSERT INTO PARAMETRES (CODE, LIBELLE, VALEUR, TYPE_VALEUR, MODIFIE_LE)
VALUES ('TAUX_TAXE', 'Taxe sur les conventions (%)', '14', 'NOMBRE', TO_DATE('2024-01-15', 'YYYY-MM-DD'));

--changeset karim:s015-parametre-4 logicalFilePath:changelog/001-socle.sql
INSERT INTO PARAMETRES (CODE, LIBELLE, VALEUR, TYPE_VALEUR, MODIFIE_LE)
VALUES ('SEUIL_EXPERTISE', 'Montant qui déclenche l''expertise', '20000', 'NOMBRE', TO_DATE('2024-01-15', 'YYYY-MM-DD'));

--changeset karim:s015-parametre-5 logicalFilePath:changelog/001-socle.sql
INSERT INTO PARAMETRES (CODE, LIBELLE, VALEUR, TYPE_VALEUR, MODIFIE_LE)
VALUES ('COURRIEL_SIEGE', 'Adresse de contact', 'contact@orassuit.example', 'TEXTE', TO_DATE('2024-01-15', 'YYYY-MM-DD'));
