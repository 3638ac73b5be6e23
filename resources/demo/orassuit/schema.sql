-- What the parsing schema itself holds: little, the business lives in ORASSADM.
CREATE TABLE PREFERENCES (
  UTILISATEUR VARCHAR2(30) NOT NULL,
  CODE VARCHAR2(30) NOT NULL,
  VALEUR VARCHAR2(400 CHAR),
  CONSTRAINT PREFERENCES_PK PRIMARY KEY (UTILISATEUR, CODE)
);

CREATE OR REPLACE PACKAGE PKG_PREFERENCES AS
  FUNCTION valeur (p_utilisateur IN VARCHAR2, p_code IN VARCHAR2) RETURN VARCHAR2;
  PROCEDURE fixer (p_utilisateur IN VARCHAR2, p_code IN VARCHAR2, p_valeur IN VARCHAR2);
END PKG_PREFERENCES;
/

CREATE OR REPLACE PACKAGE BODY PKG_PREFERENCES AS
  FUNCTION valeur (p_utilisateur IN VARCHAR2, p_code IN VARCHAR2) RETURN VARCHAR2 IS
    l_valeur preferences.valeur%TYPE;
  BEGIN
    SELECT p.valeur INTO l_valeur
      FROM preferences p
     WHERE p.utilisateur = p_utilisateur AND p.code = p_code;
    RETURN l_valeur;
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      RETURN NULL;
  END valeur;

  PROCEDURE fixer (p_utilisateur IN VARCHAR2, p_code IN VARCHAR2, p_valeur IN VARCHAR2) IS
  BEGIN
    UPDATE preferences p
       SET p.valeur = p_valeur
     WHERE p.utilisateur = p_utilisateur AND p.code = p_code;
    IF SQL%ROWCOUNT = 0 THEN
      INSERT INTO preferences (utilisateur, code, valeur)
      VALUES (p_utilisateur, p_code, p_valeur);
    END IF;
  END fixer;
END PKG_PREFERENCES;
/

INSERT INTO PREFERENCES (UTILISATEUR, CODE, VALEUR) VALUES ('ADMIN', 'LIGNES_PAR_PAGE', '50');
INSERT INTO PREFERENCES (UTILISATEUR, CODE, VALEUR) VALUES ('ADMIN', 'THEME', 'Vita - Orassuit');
