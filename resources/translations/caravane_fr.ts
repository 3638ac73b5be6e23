<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Accepting</name>
    <message>
        <source>Accept what happened at {name}?</source>
        <translation>Accepter ce qui s’est passé chez {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Say what you looked at and why it is right. The note is kept with your name and the time, and stands in the report; the client counts as good then.</source>
        <translation>Dites ce que vous avez regardé et pourquoi c’est juste. La note est gardée avec votre nom et l’heure, et figure dans le rapport&#xa0;; le client compte alors comme bon.</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>&amp;Accepter</translation>
    </message>
    <message>
        <source>Noting it…</source>
        <translation>Enregistrement de la note…</translation>
    </message>
</context>
<context>
    <name>Approving</name>
    <message>
        <source>Approve this change of data?</source>
        <translation>Approuver cette modification de données&#xa0;?</translation>
    </message>
    <message>
        <source>A&amp;pprove</source>
        <translation>A&amp;pprouver</translation>
    </message>
    <message>
        <source>The whole changeset</source>
        <translation>Le changeset entier</translation>
    </message>
    <message>
        <source>&amp;Reason (kept with the approval, may be empty)</source>
        <translation>&amp;Raison (gardée avec l’approbation, peut rester vide)</translation>
    </message>
    <message>
        <source>Changeset {changeset}: {file}, line {line}.</source>
        <translation>Changeset {changeset}&#xa0;: {file}, ligne {line}.</translation>
    </message>
    <message>
        <source>It writes to {what}.</source>
        <translation>Elle écrit dans {what}.</translation>
    </message>
    <message>
        <source>It will run at each client that does not have it yet. The approval names {who} and goes into the release; it is void as soon as anything of this is edited.</source>
        <translation>Elle s’exécutera chez chaque client qui ne l’a pas encore. L’approbation nomme {who} et fait partie de la version&#xa0;; elle n’est plus valable dès qu’un de ces éléments est modifié.</translation>
    </message>
    <message>
        <source>you</source>
        <translation>vous</translation>
    </message>
    <message>
        <source>{name} approved another text of it on {date}.</source>
        <translation>{name} en a approuvé un autre texte le {date}.</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>Look at what stopped.</source>
        <translation>Regardez ce qui s’est arrêté.</translation>
    </message>
    <message>
        <source>Every client is verified.</source>
        <translation>Chaque client est vérifié.</translation>
    </message>
    <message>
        <source>The rollout has ended</source>
        <translation>Le déploiement est terminé</translation>
    </message>
</context>
<context>
    <name>AutomaticList</name>
    <message>
        <source>What merged by itself</source>
        <translation>Ce qui a fusionné de soi-même</translation>
    </message>
    <message>
        <source>Nothing merged by itself.</source>
        <translation>Rien n’a fusionné de soi-même.</translation>
    </message>
    <message>
        <source>Page, component…</source>
        <translation>Page, composant…</translation>
    </message>
    <message>
        <source>Overruled only</source>
        <translation>Modifiés par vous</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>Automatic ({n})</source>
        <translation>Automatique ({n})</translation>
    </message>
    <message>
        <source>overruled: {side}</source>
        <translation>modifié par vous&#xa0;: {side}</translation>
    </message>
    <message>
        <source>lines of both</source>
        <translation>lignes des deux</translation>
    </message>
</context>
<context>
    <name>Backups</name>
    <message>
        <source>Made</source>
        <translation>Faite le</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>No backup yet.</source>
        <translation>Aucune sauvegarde pour l’instant.</translation>
    </message>
    <message>
        <source>Backups of MAIN</source>
        <translation>Sauvegardes de MAIN</translation>
    </message>
    <message>
        <source>Res&amp;tore this backup…</source>
        <translation>Re&amp;staurer cette sauvegarde…</translation>
    </message>
    <message>
        <source>Made before every write into MAIN, in {folder}</source>
        <translation>Faites avant chaque écriture dans MAIN, dans {folder}</translation>
    </message>
</context>
<context>
    <name>Blanks</name>
    <message>
        <source>No merge has begun</source>
        <translation>Aucune fusion en cours</translation>
    </message>
    <message>
        <source>Choose the developers whose work goes into MAIN; nothing is written before you say so.</source>
        <translation>Choisissez les développeurs dont le travail entre dans MAIN&#xa0;; rien n’est écrit avant votre accord.</translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>Aucun conflit</translation>
    </message>
    <message>
        <source>Everything could be merged without asking you.</source>
        <translation>Tout a pu être fusionné sans vous solliciter.</translation>
    </message>
    <message>
        <source>Nothing to show yet</source>
        <translation>Rien à montrer pour l’instant</translation>
    </message>
    <message>
        <source>What this becomes is known when its conflicts are decided.</source>
        <translation>Ce que cela devient sera connu quand ses conflits seront décidés.</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>Rien de choisi</translation>
    </message>
    <message>
        <source>What merged by itself is listed here; each can be looked at, and taken otherwise.</source>
        <translation>Ce qui a fusionné de soi-même est listé ici&#xa0;; chaque point peut être regardé, et décidé autrement.</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Verdict</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Anneau</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Changesets</source>
        <translation>Changesets</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Round trips</source>
        <translation>Allers-retours</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Vérifié</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrompu</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Arrêté</translation>
    </message>
    <message>
        <source>Not verified</source>
        <translation>Non vérifié</translation>
    </message>
    <message>
        <source>lock stayed</source>
        <translation>verrou resté</translation>
    </message>
    <message>
        <source>set aside</source>
        <translation>mis de côté</translation>
    </message>
    <message>
        <source>{n} already there</source>
        <translation>{n} déjà en place</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>mesuré</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nouvelle</translation>
    </message>
    <message>
        <source>intact</source>
        <translation>intact</translation>
    </message>
    <message>
        <source>intact otherwise</source>
        <translation>intact par ailleurs</translation>
    </message>
    <message>
        <source>changed, explained</source>
        <translation>modifié, expliqué</translation>
    </message>
    <message>
        <source>not the same</source>
        <translation>différent</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Rows before</source>
        <translation>Lignes avant</translation>
    </message>
    <message>
        <source>Rows after</source>
        <translation>Lignes après</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Contenu</translation>
    </message>
    <message>
        <source>New columns</source>
        <translation>Nouvelles colonnes</translation>
    </message>
</context>
<context>
    <name>BoardPage</name>
    <message>
        <source>Open the r&amp;eport</source>
        <translation>Ouvrir le rappor&amp;t</translation>
    </message>
    <message>
        <source>Clients of the rollout</source>
        <translation>Clients du déploiement</translation>
    </message>
    <message>
        <source>Sift the clients (Ctrl+F)</source>
        <translation>Filtrer les clients (Ctrl+F)</translation>
    </message>
    <message>
        <source>Failed onl&amp;y</source>
        <translation>Échecs se&amp;uls</translation>
    </message>
    <message>
        <source>Log of all clients</source>
        <translation>Journal de tous les clients</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Chronologie</translation>
    </message>
    <message>
        <source>This cl&amp;ient…</source>
        <translation>Ce cl&amp;ient…</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>P&amp;ause</translation>
    </message>
    <message>
        <source>Stop &amp;this client</source>
        <translation>Arrêter ce c&amp;lient</translation>
    </message>
    <message>
        <source>Sto&amp;p all</source>
        <translation>To&amp;ut arrêter</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>R&amp;eprendre</translation>
    </message>
    <message>
        <source>&amp;New rollout</source>
        <translation>&amp;Nouveau déploiement</translation>
    </message>
    <message>
        <source>Go o&amp;n</source>
        <translation>Co&amp;ntinuer</translation>
    </message>
    <message numerus="yes">
        <source>{tag} · %n of {clients} ended</source>
        <translation>
            <numerusform>{tag} · %n terminé sur {clients}</numerusform>
            <numerusform>{tag} · %n terminés sur {clients}</numerusform>
        </translation>
    </message>
    <message>
        <source>paused: no further client is begun</source>
        <translation>en pause&#xa0;: aucun autre client n’est commencé</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>encore {time} environ</translation>
    </message>
    <message>
        <source>{clients} verified, {rows}, none lost</source>
        <translation>{clients}, vérification réussie – {rows}, aucune perdue</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) had version {version} already.</source>
        <translation>
            <numerusform>%n client avait déjà la version {version}.</numerusform>
            <numerusform>%n clients avaient déjà la version {version}.</numerusform>
        </translation>
    </message>
    <message>
        <source>All of them are on version {version} now.</source>
        <translation>Tous sont maintenant en version {version}.</translation>
    </message>
    <message>
        <source>The lock of the changelog stayed at: {names}.</source>
        <translation>Le verrou du changelog est resté chez&#xa0;: {names}.</translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) of {total} not verified</source>
        <translation>
            <numerusform>%n client sur {total} non vérifié</numerusform>
            <numerusform>%n clients sur {total} non vérifiés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They stand first: choose one to see what happened and what to do.</source>
        <translation>
            <numerusform>Il est en tête&#xa0;: choisissez-le pour voir ce qui s’est passé et que faire.</numerusform>
            <numerusform>Ils sont en tête&#xa0;: choisissez-en un pour voir ce qui s’est passé et que faire.</numerusform>
        </translation>
    </message>
    <message>
        <source>“Resume” goes on where each of them stopped.</source>
        <translation>«&#xa0;Reprendre&#xa0;» continue là où chacun s’est arrêté.</translation>
    </message>
    <message>
        <source>&amp;Put the former application back…</source>
        <translation>Re&amp;mettre l’ancienne application…</translation>
    </message>
</context>
<context>
    <name>Busy</name>
    <message>
        <source>Progress</source>
        <translation>Avancement</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>Ann&amp;uler</translation>
    </message>
</context>
<context>
    <name>ChangesSide</name>
    <message>
        <source>What the merge brings</source>
        <translation>Ce que la fusion apporte</translation>
    </message>
</context>
<context>
    <name>ClientDetail</name>
    <message>
        <source>Log of the client</source>
        <translation>Journal du client</translation>
    </message>
    <message>
        <source>Tables before and after</source>
        <translation>Tables avant et après</translation>
    </message>
    <message>
        <source>Steps of the client</source>
        <translation>Étapes du client</translation>
    </message>
    <message>
        <source>Parts of the client</source>
        <translation>Détails du client</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Look at the loc&amp;k…</source>
        <translation>Voir le &amp;verrou…</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Ouvrir les réglages</translation>
    </message>
    <message>
        <source>Look and sa&amp;y…</source>
        <translation>Regarder et tranche&amp;r…</translation>
    </message>
    <message>
        <source>Acce&amp;pt with a note…</source>
        <translation>Accepter avec une n&amp;ote…</translation>
    </message>
    <message>
        <source>Accepted by {who} on {when}</source>
        <translation>Accepté par {who} le {when}</translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s)</source>
        <translation>
            <numerusform>%n remarque</numerusform>
            <numerusform>%n remarques</numerusform>
        </translation>
    </message>
    <message>
        <source>The data was not measured: this client ended before.</source>
        <translation>Les données n’ont pas été mesurées&#xa0;: ce client s’est arrêté avant.</translation>
    </message>
    <message>
        <source>The data is not measured yet.</source>
        <translation>Les données ne sont pas encore mesurées.</translation>
    </message>
</context>
<context>
    <name>CompareScreen</name>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Two versions side by side, by meaning: ids, dates and order of arguments do not count.</source>
        <translation>Deux versions côte à côte, selon le sens&#xa0;: identifiants, dates et ordre des arguments ne comptent pas.</translation>
    </message>
    <message>
        <source>Old version</source>
        <translation>Ancienne version</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>Nouvelle version</translation>
    </message>
    <message>
        <source>Choose two versions</source>
        <translation>Choisissez deux versions</translation>
    </message>
    <message>
        <source>MAIN, a developer&apos;s copy, a release in Git, a client, a folder or a zip file: anything can be compared with anything.</source>
        <translation>MAIN, la copie d’un développeur, une version dans Git, un client, un dossier ou un fichier zip&#xa0;: tout se compare avec tout.</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Aucune différence</translation>
    </message>
    <message>
        <source>Both versions mean the same.</source>
        <translation>Les deux versions ont le même sens.</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Ancienne</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Nouvelle</translation>
    </message>
    <message>
        <source>Swap old and new</source>
        <translation>Inverser ancienne et nouvelle</translation>
    </message>
    <message>
        <source>Com&amp;pare</source>
        <translation>Co&amp;mparer</translation>
    </message>
    <message>
        <source>Pages and components</source>
        <translation>Pages et composants</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>Filtrer la liste</translation>
    </message>
    <message>
        <source>Kind of change</source>
        <translation>Sorte de modification</translation>
    </message>
    <message>
        <source>All changes</source>
        <translation>Toutes les modifications</translation>
    </message>
    <message>
        <source>+ added</source>
        <translation>+ ajouts</translation>
    </message>
    <message>
        <source>~ changed</source>
        <translation>~ modifications</translation>
    </message>
    <message>
        <source>− removed</source>
        <translation>− suppressions</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Ce qui diffère</translation>
    </message>
    <message>
        <source>Components that differ</source>
        <translation>Composants qui diffèrent</translation>
    </message>
    <message>
        <source>Filter…</source>
        <translation>Filtrer…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparaison…</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) without meaning left out</source>
        <translation>
            <numerusform>%n différence sans portée écartée</numerusform>
            <numerusform>%n différences sans portée écartées</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComponentViews</name>
    <message>
        <source>Components</source>
        <translation>Composants</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Dessin</translation>
    </message>
    <message>
        <source>Components or the page&apos;s layout</source>
        <translation>Composants ou disposition de la page</translation>
    </message>
</context>
<context>
    <name>ConflictEditor</name>
    <message>
        <source>Where it is used</source>
        <translation>Où c’est employé</translation>
    </message>
    <message>
        <source>Take the first</source>
        <translation>Prendre le premier</translation>
    </message>
    <message>
        <source>Take the second</source>
        <translation>Prendre le second</translation>
    </message>
    <message>
        <source>Take &amp;both</source>
        <translation>Prendre les deu&amp;x</translation>
    </message>
    <message>
        <source>Keep the b&amp;ase</source>
        <translation>Garder la &amp;base</translation>
    </message>
    <message>
        <source>Take the &amp;edited text</source>
        <translation>Prendre le texte &amp;modifié</translation>
    </message>
    <message>
        <source>Leave o&amp;pen</source>
        <translation>Laisser o&amp;uvert</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Nothing is decided. Take a side above, or write the text here.</source>
        <translation>Rien n’est décidé. Prenez un côté ci-dessus, ou écrivez le texte ici.</translation>
    </message>
    <message>
        <source>Take &amp;1: {name}</source>
        <translation>Prendre &amp;1&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Take &amp;2: {name}</source>
        <translation>Prendre &amp;2&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Back to what merged by itsel&amp;f</source>
        <translation>Revenir à la &amp;fusion automatique</translation>
    </message>
    <message>
        <source>Start from {name}</source>
        <translation>Partir de {name}</translation>
    </message>
    <message>
        <source>Result: as it merged by itself</source>
        <translation>Résultat&#xa0;: fusion automatique</translation>
    </message>
    <message>
        <source>Result (open)</source>
        <translation>Résultat (à décider)</translation>
    </message>
    <message>
        <source>Result: {taken}</source>
        <translation>Résultat&#xa0;: {taken}</translation>
    </message>
    <message>
        <source>Rename it there &amp;too</source>
        <translation>Y renommer auss&amp;i</translation>
    </message>
    <message>
        <source>Keep &amp;both, the second under a free number</source>
        <translation>Garder les &amp;deux, le second sous un numéro libre</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Base</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>Start from a side</source>
        <translation>Partir d’un côté</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflit</numerusform>
            <numerusform>%n conflits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shared component(s)</source>
        <translation>
            <numerusform>%n composant partagé</numerusform>
            <numerusform>%n composants partagés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n fichier</numerusform>
            <numerusform>%n fichiers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s)</source>
        <translation>
            <numerusform>%n composant</numerusform>
            <numerusform>%n composants</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation>
            <numerusform>%n table</numerusform>
            <numerusform>%n tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n client(s)</source>
        <translation>
            <numerusform>%n client</numerusform>
            <numerusform>%n clients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message>
        <source>decision</source>
        <translation>décision</translation>
    </message>
    <message>
        <source>leave open</source>
        <translation>laisser ouvert</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>Preparing the demo…</source>
        <translation>Préparation de la démo…</translation>
    </message>
</context>
<context>
    <name>DevelopersScreen</name>
    <message>
        <source>Developers</source>
        <translation>Développeurs</translation>
    </message>
    <message>
        <source>What each developer changed since the version that everybody shares.</source>
        <translation>Ce que chaque développeur a modifié depuis la version commune.</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Actualiser</translation>
    </message>
    <message>
        <source>&amp;Merge…</source>
        <translation>Fusio&amp;nner…</translation>
    </message>
    <message>
        <source>No schema has been read yet</source>
        <translation>Aucun schéma n’a encore été lu</translation>
    </message>
    <message>
        <source>Caravane reads MAIN and every developer&apos;s copy, and compares them.</source>
        <translation>Caravane lit MAIN et la copie de chaque développeur, puis les compare.</translation>
    </message>
    <message>
        <source>Read the schemas</source>
        <translation>Lire les schémas</translation>
    </message>
    <message>
        <source>Welcome to Caravane</source>
        <translation>Bienvenue dans Caravane</translation>
    </message>
    <message>
        <source>Caravane carries one validated release of an APEX application from the developers&apos; schemas to every client. Look around in the demo first: it runs on this machine only. For your own applications you need the address of the central server, the database users of MAIN and of the developers, a Git repository, and the address of each client.</source>
        <translation>Caravane porte une version validée d’une application APEX des schémas des développeurs jusqu’à chaque client. Découvrez d’abord la démo&#xa0;: elle ne fonctionne que sur cette machine. Pour vos propres applications, il faut l’adresse du serveur central, les utilisateurs de base de données de MAIN et des développeurs, un dépôt Git, et l’adresse de chaque client.</translation>
    </message>
    <message>
        <source>Open the d&amp;emo</source>
        <translation>&amp;Ouvrir la démo</translation>
    </message>
    <message>
        <source>&amp;Add connections</source>
        <translation>A&amp;jouter des connexions</translation>
    </message>
    <message>
        <source>Developer</source>
        <translation>Développeur</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Shared components</source>
        <translation>Composants partagés</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Dernière modification</translation>
    </message>
    <message>
        <source>Overlaps</source>
        <translation>Recoupements</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Page or component</source>
        <translation>Page ou composant</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>Ce qui a changé</translation>
    </message>
    <message>
        <source>Double-click a line to compare it.</source>
        <translation>Double-cliquez sur une ligne pour la comparer.</translation>
    </message>
    <message>
        <source>By developer</source>
        <translation>Par développeur</translation>
    </message>
    <message>
        <source>Who touches what</source>
        <translation>Qui touche à quoi</translation>
    </message>
    <message numerus="yes">
        <source>Changelog: %n changeset(s) new since {tag}</source>
        <translation>
            <numerusform>Changelog&#xa0;: %n changeset nouveau depuis {tag}</numerusform>
            <numerusform>Changelog&#xa0;: %n changesets nouveaux depuis {tag}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changelog: %n changeset(s), none released yet</source>
        <translation>
            <numerusform>Changelog&#xa0;: %n changeset, pas encore publié</numerusform>
            <numerusform>Changelog&#xa0;: %n changesets, aucun n’est encore publié</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n statement(s) refused by the guard</source>
        <translation>
            <numerusform>%n instruction refusée par la garde</numerusform>
            <numerusform>%n instructions refusées par la garde</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) of data to approve</source>
        <translation>
            <numerusform>%n modification de données à approuver</numerusform>
            <numerusform>%n modifications de données à approuver</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed by {name}: {contents}</source>
        <translation>Modifié par {name}&#xa0;: {contents}</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Modifications</translation>
    </message>
    <message>
        <source>Also changed by</source>
        <translation>Aussi modifié par</translation>
    </message>
    <message>
        <source>Look a&amp;t the release</source>
        <translation>Voir &amp;la version</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>no base</source>
        <translation>sans base</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>illisible</translation>
    </message>
    <message>
        <source>like the base</source>
        <translation>comme la base</translation>
    </message>
    <message>
        <source>to merge</source>
        <translation>à fusionner</translation>
    </message>
    <message>
        <source>Reading the schemas…</source>
        <translation>Lecture des schémas…</translation>
    </message>
    <message>
        <source>Without a base there is no list of what {name} changed.</source>
        <translation>Sans base, il n’y a pas de liste de ce que {name} a modifié.</translation>
    </message>
    <message>
        <source>{name}&apos;s copy could not be read.</source>
        <translation>La copie de {name} n’a pas pu être lue.</translation>
    </message>
    <message>
        <source>{name} has changed nothing since the base.</source>
        <translation>{name} n’a rien modifié depuis la base.</translation>
    </message>
    <message numerus="yes">
        <source>%n developer(s) chosen for the merge</source>
        <translation>
            <numerusform>%n développeur choisi pour la fusion</numerusform>
            <numerusform>%n développeurs choisis pour la fusion</numerusform>
        </translation>
    </message>
    <message>
        <source>Tick the developers whose work goes into MAIN.</source>
        <translation>Cochez les développeurs dont le travail entre dans MAIN.</translation>
    </message>
    <message>
        <source>Nobody&apos;s work waits for a merge.</source>
        <translation>Aucun travail n’attend de fusion.</translation>
    </message>
    <message>
        <source>MAIN · {schema} · version {version} · {pages}</source>
        <translation>MAIN · {schema} · version {version} · {pages}</translation>
    </message>
    <message>
        <source>Base: {base}, {when}</source>
        <translation>Base&#xa0;: {base}, {when}</translation>
    </message>
    <message>
        <source>No base: Git holds no version yet</source>
        <translation>Pas de base&#xa0;: Git n’a encore aucune version</translation>
    </message>
</context>
<context>
    <name>DiffTree</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Shared components</source>
        <translation>Composants partagés</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>Autres fichiers</translation>
    </message>
</context>
<context>
    <name>Everything</name>
    <message>
        <source>Nothing that fits.</source>
        <translation>Rien qui corresponde.</translation>
    </message>
    <message>
        <source>Everything that happened</source>
        <translation>Tout ce qui s’est passé</translation>
    </message>
    <message>
        <source>Who, client, version, verdict, day… (Ctrl+F)</source>
        <translation>Qui, client, version, verdict, jour… (Ctrl+F)</translation>
    </message>
    <message>
        <source>Only what needs a look</source>
        <translation>Seulement ce qui demande un regard</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Client, or developers</source>
        <translation>Client, ou développeurs</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Verdict</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>&amp;Import…</source>
        <translation>I&amp;mporter…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xporter…</translation>
    </message>
    <message>
        <source>Take over clients from a file</source>
        <translation>Reprendre les clients d’un fichier</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Hand on the settings, without passwords</source>
        <translation>Transmettre les réglages, sans mots de passe</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>Tous les réglages</translation>
    </message>
    <message>
        <source>The settings are written</source>
        <translation>Les réglages sont écrits</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Your name</source>
        <translation>Votre nom</translation>
    </message>
    <message>
        <source>Your e-mail</source>
        <translation>Votre e-mail</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Remote</source>
        <translation>Dépôt distant</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branche</translation>
    </message>
    <message>
        <source>Application&apos;s folder</source>
        <translation>Dossier de l’application</translation>
    </message>
    <message>
        <source>APEXlang&apos;s folder</source>
        <translation>Dossier de l’APEXlang</translation>
    </message>
    <message>
        <source>Changelog&apos;s folder</source>
        <translation>Dossier du changelog</translation>
    </message>
    <message>
        <source>Git&apos;s program</source>
        <translation>Programme git</translation>
    </message>
    <message>
        <source>Caravane looks for it</source>
        <translation>Caravane le cherche</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Database user</source>
        <translation>Utilisateur de la base</translation>
    </message>
    <message>
        <source>Application number</source>
        <translation>Numéro d’application</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Workspace</translation>
    </message>
    <message>
        <source>as the schema</source>
        <translation>comme le schéma</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schéma</translation>
    </message>
    <message>
        <source>as the user</source>
        <translation>comme l’utilisateur</translation>
    </message>
    <message>
        <source>Wallet folder</source>
        <translation>Dossier du portefeuille</translation>
    </message>
    <message>
        <source>none: no wallet is needed</source>
        <translation>aucun&#xa0;: pas de portefeuille</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Nom court</translation>
    </message>
    <message>
        <source>Workers of the site</source>
        <translation>Exécutants du site</translation>
    </message>
    <message>
        <source>none: this machine reaches it</source>
        <translation>aucun&#xa0;: ce poste l’atteint</translation>
    </message>
    <message>
        <source>The application there</source>
        <translation>L’application chez ce client</translation>
    </message>
    <message>
        <source>Business user</source>
        <translation>Utilisateur métier</translation>
    </message>
    <message>
        <source>Application user</source>
        <translation>Utilisateur applicatif</translation>
    </message>
    <message>
        <source>Application schema</source>
        <translation>Schéma de l’application</translation>
    </message>
    <message>
        <source>as the application user</source>
        <translation>comme l’utilisateur applicatif</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Alias</translation>
    </message>
    <message>
        <source>as exported</source>
        <translation>comme exporté</translation>
    </message>
    <message>
        <source>Id offset</source>
        <translation>Décalage des identifiants</translation>
    </message>
    <message>
        <source>ORDS address</source>
        <translation>Adresse ORDS</translation>
    </message>
    <message>
        <source>none: not asked after the import</source>
        <translation>aucune&#xa0;: pas de sonde après l’import</translation>
    </message>
    <message>
        <source>In a rollout</source>
        <translation>Dans un déploiement</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Anneau</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>pilot, north</source>
        <translation>pilote, nord</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Pays</translation>
    </message>
    <message>
        <source>Hours for a rollout</source>
        <translation>Heures d’un déploiement</translation>
    </message>
    <message>
        <source>any: 22:00-05:00 is a night</source>
        <translation>toutes&#xa0;; 22:00-05:00 est une nuit</translation>
    </message>
    <message>
        <source>Time zone of these</source>
        <translation>Fuseau de ces heures</translation>
    </message>
    <message>
        <source>Data protection</source>
        <translation>Protection des données</translation>
    </message>
    <message>
        <source>standard: missing rows are named by their key</source>
        <translation>standard&#xa0;: les lignes manquantes sont nommées par leur clé</translation>
    </message>
    <message>
        <source>strict: rows are counted, no key is read</source>
        <translation>stricte&#xa0;: les lignes sont comptées, aucune clé n’est lue</translation>
    </message>
    <message>
        <source>What it gets of the changelog</source>
        <translation>Ce qu’il reçoit du changelog</translation>
    </message>
    <message>
        <source>Contexts</source>
        <translation>Contextes</translation>
    </message>
    <message>
        <source>none: changesets of every context</source>
        <translation>aucun&#xa0;: les changesets de tous les contextes</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>any: north and !pilot is an expression</source>
        <translation>tous&#xa0;; «&#xa0;!pilote and nord&#xa0;» est une expression</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>INDEX_SPACE=IDX_TBS is what ${client.INDEX_SPACE} becomes</source>
        <translation>INDEX_SPACE=IDX_TBS&#xa0;: ce que devient ${client.INDEX_SPACE}</translation>
    </message>
    <message>
        <source>What stays as it is there</source>
        <translation>Ce qui reste tel quel chez ce client</translation>
    </message>
    <message>
        <source>Its own changes</source>
        <translation>Ses propres modifications</translation>
    </message>
    <message>
        <source>are replaced; the backup has them</source>
        <translation>sont remplacées&#xa0;; la sauvegarde les garde</translation>
    </message>
    <message>
        <source>stop the rollout there</source>
        <translation>arrêtent le déploiement chez lui</translation>
    </message>
    <message>
        <source>are merged into the release</source>
        <translation>sont fusionnées avec la version</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Utilisateurs</translation>
    </message>
    <message>
        <source>go on working through an import</source>
        <translation>continuent de travailler pendant un import</translation>
    </message>
    <message>
        <source>sign in again after an import</source>
        <translation>se reconnectent après un import</translation>
    </message>
    <message>
        <source>The application</source>
        <translation>L’application</translation>
    </message>
    <message>
        <source>stays open during a rollout</source>
        <translation>reste ouverte pendant un déploiement</translation>
    </message>
    <message>
        <source>is closed during a rollout</source>
        <translation>est fermée pendant un déploiement</translation>
    </message>
    <message>
        <source>What users read then</source>
        <translation>Ce que lisent alors les utilisateurs</translation>
    </message>
    <message>
        <source>the release&apos;s notice, or: an update is under way</source>
        <translation>l’avis de la version, sinon&#xa0;: mise à jour en cours</translation>
    </message>
    <message>
        <source>Always on</source>
        <translation>Toujours actifs</translation>
    </message>
    <message>
        <source>automations, REST synchronisations, build options</source>
        <translation>automatisations, synchronisations REST, options de construction</translation>
    </message>
    <message>
        <source>Always off</source>
        <translation>Toujours inactifs</translation>
    </message>
    <message>
        <source>none: all stay as they stood before</source>
        <translation>aucun&#xa0;: tout reste comme avant</translation>
    </message>
    <message>
        <source>Authentication scheme</source>
        <translation>Schéma d’authentification</translation>
    </message>
    <message>
        <source>the release&apos;s</source>
        <translation>celui de la version</translation>
    </message>
    <message>
        <source>Remote servers</source>
        <translation>Serveurs distants</translation>
    </message>
    <message>
        <source>How long is waited</source>
        <translation>Délais d’attente</translation>
    </message>
    <message>
        <source>Connecting takes at most (s)</source>
        <translation>Connexion, au plus (s)</translation>
    </message>
    <message>
        <source>A call takes at most (s)</source>
        <translation>Appel, au plus (s)</translation>
    </message>
    <message>
        <source>A table in use is waited for (s)</source>
        <translation>Attente d’une table occupée (s)</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>What Caravane found</source>
        <translation>Ce que Caravane a trouvé</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message>
        <source>What was found at the clients</source>
        <translation>Ce qui a été trouvé chez les clients</translation>
    </message>
    <message>
        <source>Sift the clients (Ctrl+F)</source>
        <translation>Filtrer les clients (Ctrl+F)</translation>
    </message>
    <message>
        <source>Only who would be stopped</source>
        <translation>Seulement ceux qui seraient arrêtés</translation>
    </message>
    <message>
        <source>What to know of this client</source>
        <translation>Ce qu’il faut savoir de ce client</translation>
    </message>
    <message>
        <source>What this client would get</source>
        <translation>Ce que ce client recevrait</translation>
    </message>
    <message>
        <source>&amp;Back to the plan</source>
        <translation>Retour a&amp;u plan</translation>
    </message>
    <message>
        <source>&amp;Untick who would be stopped</source>
        <translation>Décocher ceux &amp;qui seraient arrêtés</translation>
    </message>
    <message>
        <source>Save the state&amp;ments…</source>
        <translation>Enregistrer les &amp;instructions…</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Anneau</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>What would stop it</source>
        <translation>Ce qui l’arrêterait</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Remarques</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Changesets</source>
        <translation>Changesets</translation>
    </message>
    <message>
        <source>APEX</source>
        <translation>APEX</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>there already</source>
        <translation>déjà là</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Commence</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>tout de suite</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>convient</translation>
    </message>
    <message>
        <source>would be stopped</source>
        <translation>serait arrêté</translation>
    </message>
    <message>
        <source>upgraded</source>
        <translation>mis à niveau</translation>
    </message>
    <message numerus="yes">
        <source>{tag}: %n of {clients} would be stopped. Nothing was changed.</source>
        <translation>
            <numerusform>{tag}&#xa0;: %n sur {clients} serait arrêté. Rien n’a été modifié.</numerusform>
            <numerusform>{tag}&#xa0;: %n sur {clients} seraient arrêtés. Rien n’a été modifié.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tag}: nothing would stop any of %n client(s). Nothing was changed.</source>
        <translation>
            <numerusform>{tag}&#xa0;: rien n’arrêterait ce client. Rien n’a été modifié.</numerusform>
            <numerusform>{tag}&#xa0;: rien n’arrêterait aucun des %n clients. Rien n’a été modifié.</numerusform>
        </translation>
    </message>
    <message>
        <source>A folder for the statements</source>
        <translation>Un dossier pour les instructions</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
</context>
<context>
    <name>Guidance</name>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Without this guide</source>
        <translation>Sans ce guide</translation>
    </message>
    <message>
        <source>MAIN on the central server</source>
        <translation>MAIN sur le serveur central</translation>
    </message>
    <message>
        <source>The developers&apos; copies</source>
        <translation>Les copies des développeurs</translation>
    </message>
    <message>
        <source>Who you are, and where releases go</source>
        <translation>Qui vous êtes, et où vont les versions</translation>
    </message>
    <message>
        <source>The clients</source>
        <translation>Les clients</translation>
    </message>
    <message>
        <source>The passwords</source>
        <translation>Les mots de passe</translation>
    </message>
    <message>
        <source>Enter the address, and the database user and application number of MAIN. “Try the connection” asks for the password, and says what does not fit.</source>
        <translation>Saisissez l’adresse, puis l’utilisateur de base et le numéro d’application de MAIN. «&#xa0;Essayer la connexion&#xa0;» demande le mot de passe et dit ce qui ne convient pas.</translation>
    </message>
    <message>
        <source>Add a line for each developer&apos;s schema. There may be none yet.</source>
        <translation>Ajoutez une ligne par schéma de développeur. Il peut ne pas y en avoir encore.</translation>
    </message>
    <message>
        <source>Your name stands in each release. The address is that of an empty Git repository; it may wait until the first release.</source>
        <translation>Votre nom figure dans chaque version. L’adresse est celle d’un dépôt Git vide&#xa0;; elle peut attendre la première version.</translation>
    </message>
    <message>
        <source>Add them, or take them over from a tnsnames.ora, a CSV or other settings (“Import”). They may come later.</source>
        <translation>Ajoutez-les, ou reprenez-les d’un tnsnames.ora, d’un CSV ou d’autres réglages («&#xa0;Importer&#xa0;»). Ils peuvent venir plus tard.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them missing: set and test them here. Then the schemas can be read.</source>
        <translation>
            <numerusform>Il en manque %n&#xa0;: saisissez-le et essayez-le ici. Les schémas pourront alors être lus.</numerusform>
            <numerusform>Il en manque %n&#xa0;: saisissez-les et essayez-les ici. Les schémas pourront alors être lus.</numerusform>
        </translation>
    </message>
    <message>
        <source>Step {n} of {total}: {title}</source>
        <translation>Étape {n} sur {total}&#xa0;: {title}</translation>
    </message>
    <message>
        <source>Read the schemas</source>
        <translation>Lire les schémas</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Guide – Caravane</source>
        <translation>Guide – Caravane</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>Pages du guide</translation>
    </message>
    <message>
        <source>Text of the guide</source>
        <translation>Texte du guide</translation>
    </message>
</context>
<context>
    <name>HistoryScreen</name>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Every rollout and every release, with their proofs.</source>
        <translation>Chaque déploiement et chaque version, avec leurs preuves.</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Actualiser</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Rien ne s’est encore passé</translation>
    </message>
    <message>
        <source>Rollouts and releases appear here, with their reports.</source>
        <translation>Les déploiements et les versions apparaissent ici, avec leurs rapports.</translation>
    </message>
    <message>
        <source>Parts of the history</source>
        <translation>Parties de l’historique</translation>
    </message>
    <message>
        <source>Rollouts</source>
        <translation>Déploiements</translation>
    </message>
    <message>
        <source>Releases</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Backups of MAIN</source>
        <translation>Sauvegardes de MAIN</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message numerus="yes">
        <source>%n of {total} verified</source>
        <translation>
            <numerusform>%n vérifié sur {total}</numerusform>
            <numerusform>%n vérifiés sur {total}</numerusform>
        </translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Search all</source>
        <translation>Chercher partout</translation>
    </message>
    <message>
        <source>Clients over time</source>
        <translation>Clients au fil du temps</translation>
    </message>
    <message>
        <source>Of colleagues</source>
        <translation>Des collègues</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Developers</source>
        <translation>Développeurs</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Commit</translation>
    </message>
    <message>
        <source>No rollout yet.</source>
        <translation>Aucun déploiement pour l’instant.</translation>
    </message>
    <message>
        <source>Clients of the rollout</source>
        <translation>Clients du déploiement</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Chronologie</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>Repre&amp;ndre</translation>
    </message>
    <message>
        <source>Open the r&amp;eport</source>
        <translation>Ouvrir le rappor&amp;t</translation>
    </message>
    <message>
        <source>No release yet.</source>
        <translation>Aucune version pour l’instant.</translation>
    </message>
    <message>
        <source>pushed</source>
        <translation>poussé</translation>
    </message>
    <message>
        <source>not pushed</source>
        <translation>non poussé</translation>
    </message>
    <message>
        <source>Reading the journal…</source>
        <translation>Lecture du journal…</translation>
    </message>
    <message>
        <source>Restore this backup?</source>
        <translation>Restaurer cette sauvegarde&#xa0;?</translation>
    </message>
    <message>
        <source>MAIN becomes what it was when the backup was made: {path}</source>
        <translation>MAIN redevient ce qu’il était lors de la sauvegarde&#xa0;: {path}</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Restaurer</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>Restauration…</translation>
    </message>
    <message>
        <source>The backup is restored</source>
        <translation>La sauvegarde est restaurée</translation>
    </message>
</context>
<context>
    <name>Importing</name>
    <message>
        <source>Take over clients from {file}?</source>
        <translation>Reprendre les clients de {file}&#xa0;?</translation>
    </message>
    <message>
        <source>They come into the form, and are saved with the other settings. Passwords are not part of them.</source>
        <translation>Ils arrivent dans le formulaire et s’enregistrent avec les autres réglages. Les mots de passe n’en font pas partie.</translation>
    </message>
    <message>
        <source>&amp;Take over</source>
        <translation>&amp;Reprendre</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Clients in the file</source>
        <translation>Clients du fichier</translation>
    </message>
    <message>
        <source>replaces the one that is there</source>
        <translation>remplace celui qui est là</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nouveau</translation>
    </message>
</context>
<context>
    <name>Labelled</name>
    <message>
        <source>{label}: {value}</source>
        <translation>{label}&#xa0;: {value}</translation>
    </message>
</context>
<context>
    <name>LanesPanel</name>
    <message>
        <source>Look farther (−)</source>
        <translation>Voir de plus loin (−)</translation>
    </message>
    <message>
        <source>Look closer (+)</source>
        <translation>Voir de plus près (+)</translation>
    </message>
    <message>
        <source>All clients at once</source>
        <translation>Tous les clients à la fois</translation>
    </message>
    <message>
        <source>All of the time</source>
        <translation>Toute la période</translation>
    </message>
</context>
<context>
    <name>ListForm</name>
    <message>
        <source>None yet: “Add” makes the first.</source>
        <translation>Rien pour l’instant&#xa0;: «&#xa0;Ajouter&#xa0;» crée le premier.</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>A&amp;jouter</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>Re&amp;tirer</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>Cop&amp;ier</translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message>
        <source>&amp;Free the lock</source>
        <translation>&amp;Libérer le verrou</translation>
    </message>
    <message>
        <source>Freeing the lock…</source>
        <translation>Libération du verrou…</translation>
    </message>
    <message>
        <source>Looking at the lock…</source>
        <translation>Lecture du verrou…</translation>
    </message>
</context>
<context>
    <name>LogPane</name>
    <message>
        <source>Only lines with…</source>
        <translation>Seulement les lignes avec…</translation>
    </message>
    <message>
        <source>Which lines</source>
        <translation>Quelles lignes</translation>
    </message>
    <message>
        <source>&amp;Follow the end</source>
        <translation>&amp;Suivre la fin</translation>
    </message>
    <message>
        <source>S&amp;ave the log…</source>
        <translation>Enre&amp;gistrer le journal…</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>Toutes les lignes</translation>
    </message>
    <message>
        <source>Notices and failures</source>
        <translation>Remarques et échecs</translation>
    </message>
    <message>
        <source>Failures only</source>
        <translation>Échecs seuls</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Enregistrer le journal</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Texte (*.txt)</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Opening…</source>
        <translation>Ouverture…</translation>
    </message>
    <message>
        <source>Go to: {screen}</source>
        <translation>Aller à&#xa0;: {screen}</translation>
    </message>
    <message>
        <source>The guide about this screen</source>
        <translation>Le guide de cet écran</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Relire</translation>
    </message>
    <message>
        <source>To the next that waits</source>
        <translation>Au suivant qui attend</translation>
    </message>
    <message>
        <source>To the one before</source>
        <translation>Au précédent</translation>
    </message>
    <message>
        <source>Search in what is shown</source>
        <translation>Chercher dans ce qui est affiché</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fermer la fenêtre</translation>
    </message>
    <message>
        <source>Demo – Caravane</source>
        <translation>Démo – Caravane</translation>
    </message>
    <message>
        <source>A rollout is running</source>
        <translation>Un déploiement est en cours</translation>
    </message>
    <message>
        <source>If you close now, each client ends its present step and stops there. Caravane offers what is left at the next start; nothing is done twice.</source>
        <translation>Si vous fermez maintenant, chaque client termine son étape et s’arrête là. Caravane propose le reste au prochain démarrage&#xa0;; rien n’est fait deux fois.</translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation>&amp;Arrêter et fermer</translation>
    </message>
    <message>
        <source>Changed settings are not saved.</source>
        <translation>Des réglages modifiés ne sont pas enregistrés.</translation>
    </message>
    <message>
        <source>Close all the same?</source>
        <translation>Fermer quand même&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>Double-click a cell to compare that developer&apos;s work.</source>
        <translation>Double-cliquez sur une case pour comparer le travail de ce développeur.</translation>
    </message>
    <message>
        <source>Nobody has changed anything since the base.</source>
        <translation>Personne n’a rien modifié depuis la base.</translation>
    </message>
    <message>
        <source>Who touches what</source>
        <translation>Qui touche à quoi</translation>
    </message>
    <message>
        <source>Sift pages and components</source>
        <translation>Filtrer pages et composants</translation>
    </message>
    <message>
        <source>Only where two meet</source>
        <translation>Seulement là où deux se rencontrent</translation>
    </message>
    <message>
        <source>Page or component</source>
        <translation>Page ou composant</translation>
    </message>
    <message>
        <source>Where they meet</source>
        <translation>Où ils se rencontrent</translation>
    </message>
    <message>
        <source>merges by itself</source>
        <translation>fusionne de lui-même</translation>
    </message>
</context>
<context>
    <name>MergeHead</name>
    <message>
        <source>Conflicts decided</source>
        <translation>Conflits décidés</translation>
    </message>
    <message>
        <source>Ne&amp;xt conflict</source>
        <translation>Conflit &amp;suivant</translation>
    </message>
    <message>
        <source>{names} into MAIN</source>
        <translation>{names} vers MAIN</translation>
    </message>
    <message>
        <source>{done} of {total} decided</source>
        <translation>Décidés&#xa0;: {done} sur {total}</translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>Aucun conflit</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) of the check</source>
        <translation>
            <numerusform>%n erreur du contrôle</numerusform>
            <numerusform>%n erreurs du contrôle</numerusform>
        </translation>
    </message>
    <message>
        <source>Left before MAIN can be written: {things}</source>
        <translation>Reste avant d’écrire dans MAIN&#xa0;: {things}</translation>
    </message>
    <message>
        <source>Nothing is left to decide: MAIN can be written.</source>
        <translation>Rien ne reste à décider&#xa0;: MAIN peut être écrit.</translation>
    </message>
    <message numerus="yes">
        <source>%n of what merged by itself overruled</source>
        <translation>
            <numerusform>%n décision automatique modifiée par vous</numerusform>
            <numerusform>%n décisions automatiques modifiées par vous</numerusform>
        </translation>
    </message>
    <message>
        <source>Base: {base}, {when}</source>
        <translation>Base&#xa0;: {base}, {when}</translation>
    </message>
</context>
<context>
    <name>MergeLists</name>
    <message>
        <source>Conflict</source>
        <translation>Conflit</translation>
    </message>
    <message>
        <source>Page or component</source>
        <translation>Page ou composant</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Constat</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>Composant</translation>
    </message>
    <message>
        <source>open</source>
        <translation>ouvert</translation>
    </message>
    <message numerus="yes">
        <source>%n decided</source>
        <translation>
            <numerusform>%n décidé</numerusform>
            <numerusform>%n décidés</numerusform>
        </translation>
    </message>
    <message>
        <source>error</source>
        <translation>erreur</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>avertissement</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>remarque</translation>
    </message>
</context>
<context>
    <name>MergeScreen</name>
    <message>
        <source>Merge</source>
        <translation>Fusion</translation>
    </message>
    <message>
        <source>The developers&apos; changes become one version of MAIN. What cannot be merged without you waits for your decision.</source>
        <translation>Les modifications deviennent une version de MAIN. Ce qui reste ouvert attend votre décision.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>Annu&amp;ler</translation>
    </message>
    <message>
        <source>Choose de&amp;velopers</source>
        <translation>Choisir les dév&amp;eloppeurs</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Ré&amp;tablir</translation>
    </message>
    <message>
        <source>&amp;Write into MAIN…</source>
        <translation>Écr&amp;ire dans MAIN…</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflits</translation>
    </message>
    <message>
        <source>Findings of the check</source>
        <translation>Constats du contrôle</translation>
    </message>
    <message>
        <source>Parts of the merge</source>
        <translation>Parties de la fusion</translation>
    </message>
    <message>
        <source>Merging…</source>
        <translation>Fusion…</translation>
    </message>
    <message>
        <source>There is nothing to merge</source>
        <translation>Il n’y a rien à fusionner</translation>
    </message>
    <message>
        <source>MAIN has everything that these developers changed.</source>
        <translation>MAIN contient déjà tout ce que ces développeurs ont modifié.</translation>
    </message>
    <message>
        <source>Conflicts ({n})</source>
        <translation>Conflits ({n})</translation>
    </message>
    <message>
        <source>Findings ({n})</source>
        <translation>Constats ({n})</translation>
    </message>
    <message>
        <source>Give up…</source>
        <translation>Abandonner…</translation>
    </message>
    <message>
        <source>What the merge changes</source>
        <translation>Ce que la fusion modifie</translation>
    </message>
    <message>
        <source>Changes ({n})</source>
        <translation>Modifications ({n})</translation>
    </message>
    <message>
        <source>This changes in MAIN: {files}. MAIN is read again first; if it moved, the merge is made again. Then a backup of MAIN as it is goes to {folder}, and only then MAIN is written, exported again and compared.</source>
        <translation>Ceci change dans MAIN&#xa0;: {files}. MAIN est d’abord relu&#xa0;; s’il a bougé, la fusion est refaite. Puis une sauvegarde de MAIN tel quel va dans {folder}, et seulement alors MAIN est écrit, exporté de nouveau et comparé.</translation>
    </message>
    <message>
        <source>Write into MAIN?</source>
        <translation>Écrire dans MAIN&#xa0;?</translation>
    </message>
    <message>
        <source>Make the backup and &amp;write</source>
        <translation>Sauvegarder et é&amp;crire</translation>
    </message>
    <message>
        <source>Writing into MAIN…</source>
        <translation>Écriture dans MAIN…</translation>
    </message>
    <message>
        <source>Giving up…</source>
        <translation>Abandon…</translation>
    </message>
    <message>
        <source>Restore the backup?</source>
        <translation>Restaurer la sauvegarde&#xa0;?</translation>
    </message>
    <message>
        <source>MAIN becomes again what it was before the merge: {path}</source>
        <translation>MAIN redevient ce qu’il était avant la fusion&#xa0;: {path}</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Restaurer</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>Restauration…</translation>
    </message>
    <message>
        <source>The backup is restored</source>
        <translation>La sauvegarde est restaurée</translation>
    </message>
    <message>
        <source>MAIN is again what it was before the merge.</source>
        <translation>MAIN est de nouveau ce qu’il était avant la fusion.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>PagePanel</name>
    <message>
        <source>Layout of the page</source>
        <translation>Disposition de la page</translation>
    </message>
    <message>
        <source>One drawing</source>
        <translation>Un seul dessin</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Avant et après</translation>
    </message>
    <message>
        <source>Fold unchanged</source>
        <translation>Replier l’inchangé</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Plus petit</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Plus grand</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Ajuster</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Que voulez-vous faire&#xa0;?</translation>
    </message>
</context>
<context>
    <name>Passwords</name>
    <message>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Essai</translation>
    </message>
    <message>
        <source>No account yet. Enter the central server or a client first, and save.</source>
        <translation>Aucun compte pour l’instant. Saisissez d’abord le serveur central ou un client, puis enregistrez.</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Comptes</translation>
    </message>
    <message>
        <source>Set the &amp;password…</source>
        <translation>Saisir le &amp;mot de passe…</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>Essa&amp;yer</translation>
    </message>
    <message>
        <source>Test &amp;all</source>
        <translation>&amp;Tout essayer</translation>
    </message>
    <message>
        <source>this session</source>
        <translation>cette session</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>enregistré</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>testing…</source>
        <translation>essai…</translation>
    </message>
    <message>
        <source>connects</source>
        <translation>connecté</translation>
    </message>
    <message>
        <source>does not connect</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>a file of the demo; they open nothing but its own servers</source>
        <translation>un fichier de la démo&#xa0;; ils n’ouvrent que ses propres serveurs</translation>
    </message>
    <message>
        <source>Passwords are kept by: {keyring}</source>
        <translation>Mots de passe conservés par&#xa0;: {keyring}</translation>
    </message>
    <message>
        <source>This system has no keyring: passwords cannot be kept.</source>
        <translation>Ce système n’a pas de trousseau&#xa0;: aucun mot de passe ne peut être gardé.</translation>
    </message>
    <message>
        <source>Password of {user}</source>
        <translation>Mot de passe de {user}</translation>
    </message>
    <message>
        <source>For {label}. It goes into the system&apos;s keyring and nowhere else, or stays in memory.</source>
        <translation>Pour {label}. Il va dans le trousseau du système et nulle part ailleurs, ou reste en mémoire.</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>For this &amp;session only: in memory, never on disk</source>
        <translation>Pour cette &amp;session seulement&#xa0;: en mémoire, jamais sur disque</translation>
    </message>
    <message>
        <source>Keep it for this session only</source>
        <translation>Le garder pour cette session</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Last rollout</source>
        <translation>Dernier déploiement</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Passwords</source>
        <translation>Mots de passe</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Sift the clients (Ctrl+F)</source>
        <translation>Filtrer les clients (Ctrl+F)</translation>
    </message>
    <message>
        <source>Only without the rel&amp;ease</source>
        <translation>Seulement sa&amp;ns la version</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Ring</source>
        <translation>Anneau</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Tick those &amp;without it</source>
        <translation>Cocher ceux &amp;qui ne l’ont pas</translation>
    </message>
    <message>
        <source>Tick &amp;all shown</source>
        <translation>Cocher &amp;tout l’affiché</translation>
    </message>
    <message>
        <source>U&amp;ntick all</source>
        <translation>Tout décoch&amp;er</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Clients side by side</source>
        <translation>Clients en parallèle</translation>
    </message>
    <message>
        <source>&amp;Release</source>
        <translation>Vers&amp;ion</translation>
    </message>
    <message>
        <source>Side by s&amp;ide</source>
        <translation>En para&amp;llèle</translation>
    </message>
    <message>
        <source>has it</source>
        <translation>déjà en place</translation>
    </message>
    <message>
        <source>never</source>
        <translation>jamais</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>Set the passwords of this client in Settings first.</source>
        <translation>Saisissez d’abord les mots de passe de ce client dans les Réglages.</translation>
    </message>
    <message>
        <source>not pushed</source>
        <translation>non poussé</translation>
    </message>
    <message>
        <source>Older releases…</source>
        <translation>Versions antérieures…</translation>
    </message>
    <message>
        <source>{clients} chosen, {rings}</source>
        <translation>{clients} à déployer, {rings}</translation>
    </message>
    <message numerus="yes">
        <source>%n ring(s)</source>
        <translation>
            <numerusform>%n anneau</numerusform>
            <numerusform>%n anneaux</numerusform>
        </translation>
    </message>
    <message>
        <source>Tick the clients that receive the release.</source>
        <translation>Cochez les clients qui reçoivent la version.</translation>
    </message>
</context>
<context>
    <name>PolicyChoice</name>
    <message>
        <source>&amp;Begin with one client, alone</source>
        <translation>D’abord &amp;un seul client</translation>
    </message>
    <message>
        <source>Stop after bad ends (3, 5%)</source>
        <translation>Arrêter après des échecs (3, 5%)</translation>
    </message>
    <message>
        <source>Who does not answer</source>
        <translation>Qui ne répond pas</translation>
    </message>
    <message>
        <source>Outside of its hours</source>
        <translation>Hors de ses heures</translation>
    </message>
    <message>
        <source>holds its ring up</source>
        <translation>retient son anneau</translation>
    </message>
    <message>
        <source>is passed over</source>
        <translation>est sauté</translation>
    </message>
    <message>
        <source>is asked about</source>
        <translation>fait l’objet d’une question</translation>
    </message>
    <message>
        <source>wait for them</source>
        <translation>les attendre</translation>
    </message>
    <message>
        <source>pass over</source>
        <translation>le sauter</translation>
    </message>
</context>
<context>
    <name>PropertyPanel</name>
    <message>
        <source>Property</source>
        <translation>Propriété</translation>
    </message>
    <message>
        <source>Old</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Changed properties</source>
        <translation>Propriétés modifiées</translation>
    </message>
    <message>
        <source>The whole component is new: there is nothing to compare it with.</source>
        <translation>Le composant entier est nouveau&#xa0;: il n’y a rien à quoi le comparer.</translation>
    </message>
    <message>
        <source>The whole component is gone.</source>
        <translation>Le composant entier a disparu.</translation>
    </message>
    <message>
        <source>Its properties are the same; only its place is another one.</source>
        <translation>Ses propriétés sont les mêmes&#xa0;; seule sa place a changé.</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annuler</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>{version} is available</source>
        <translation>{version} est disponible</translation>
    </message>
    <message>
        <source>local demo</source>
        <translation>démo locale</translation>
    </message>
    <message>
        <source>&amp;Developers</source>
        <translation>&amp;Développeurs</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Comparer</translation>
    </message>
    <message>
        <source>Mer&amp;ge</source>
        <translation>&amp;Fusion</translation>
    </message>
    <message>
        <source>Re&amp;lease</source>
        <translation>&amp;Version</translation>
    </message>
    <message>
        <source>Roll&amp;out</source>
        <translation>Dé&amp;ploiement</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Historique</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Réglages</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fait</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>needs you</source>
        <translation>à voir</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en attente</numerusform>
            <numerusform>%n en attente</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reader</name>
    <message>
        <source>Everything that differs here</source>
        <translation>Tout ce qui diffère ici</translation>
    </message>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Chercher (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in what differs</source>
        <translation>Chercher dans ce qui diffère</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Résultat précédent (Maj+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Résultat suivant (F3)</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>Renvoi à la ligne</translation>
    </message>
    <message>
        <source>Fold unchanged</source>
        <translation>Replier l’inchangé</translation>
    </message>
    <message>
        <source>Ignore white space</source>
        <translation>Ignorer les blancs</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>As HTML…</source>
        <translation>En HTML…</translation>
    </message>
    <message>
        <source>{n} unchanged lines</source>
        <translation>{n} lignes inchangées</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} sur {all}</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>introuvable</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>One text, or side by side</source>
        <translation>Un seul texte, ou côte à côte</translation>
    </message>
    <message>
        <source>Everything here</source>
        <translation>Tout lire</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Côte à côte</translation>
    </message>
</context>
<context>
    <name>ReleaseLists</name>
    <message>
        <source>No page and no shared component differs from the last release.</source>
        <translation>Aucune page ni aucun composant partagé ne diffère de la dernière version.</translation>
    </message>
    <message>
        <source>Guard&apos;s rulings</source>
        <translation>Décisions de la garde</translation>
    </message>
    <message>
        <source>What stops the release</source>
        <translation>Ce qui bloque la version</translation>
    </message>
    <message>
        <source>Only what is &amp;new</source>
        <translation>Seulement les &amp;nouveautés</translation>
    </message>
    <message>
        <source>Content of the release</source>
        <translation>Contenu de la version</translation>
    </message>
    <message>
        <source>What the release changes in the application</source>
        <translation>Ce que la version change dans l’application</translation>
    </message>
    <message>
        <source>Page or component</source>
        <translation>Page ou composant</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Modifications</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>Garde</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Endroit</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Instruction</translation>
    </message>
    <message numerus="yes">
        <source>This is the first release: it holds the whole application, %n file(s).</source>
        <translation>
            <numerusform>C’est la première version&#xa0;: elle contient toute l’application, %n fichier.</numerusform>
            <numerusform>C’est la première version&#xa0;: elle contient toute l’application, %n fichiers.</numerusform>
        </translation>
    </message>
    <message>
        <source>The changelog has nothing new. A changeset is written into a file (Liquibase formatted SQL) of this folder: {folder}</source>
        <translation>Le changelog n’a rien de nouveau. Un changeset s’écrit dans un fichier (Liquibase formatted SQL) de ce dossier&#xa0;: {folder}</translation>
    </message>
    <message>
        <source>{file}, line {line}</source>
        <translation>{file}, ligne {line}</translation>
    </message>
    <message>
        <source>Application ({n})</source>
        <translation>Application ({n})</translation>
    </message>
    <message>
        <source>Changelog ({n})</source>
        <translation>Changelog ({n})</translation>
    </message>
    <message>
        <source>Problems ({n})</source>
        <translation>Problèmes ({n})</translation>
    </message>
</context>
<context>
    <name>ReleaseScreen</name>
    <message>
        <source>Release</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>MAIN and the changelog become a version: one commit, one tag, pushed. Clients receive exactly that.</source>
        <translation>MAIN et le changelog deviennent une version&#xa0;: un commit, une étiquette, poussés. Les clients reçoivent exactement cela.</translation>
    </message>
    <message>
        <source>&amp;Publish…</source>
        <translation>Pu&amp;blier…</translation>
    </message>
    <message>
        <source>No draft yet</source>
        <translation>Pas encore de brouillon</translation>
    </message>
    <message>
        <source>Caravane reads MAIN and the changelog, and shows what a release would hold. Nothing is written by that.</source>
        <translation>Caravane lit MAIN et le changelog, et montre ce que contiendrait une version. Rien n’est écrit.</translation>
    </message>
    <message>
        <source>Prepare a release</source>
        <translation>Préparer une version</translation>
    </message>
    <message>
        <source>Chec&amp;k again</source>
        <translation>Revér&amp;ifier</translation>
    </message>
    <message>
        <source>Ready for the clients</source>
        <translation>Prête pour les clients</translation>
    </message>
    <message>
        <source>The release is in Git with its tag; a rollout takes it from there.</source>
        <translation>La version est dans Git avec son étiquette&#xa0;; un déploiement la prend là.</translation>
    </message>
    <message>
        <source>Prepare another release</source>
        <translation>Préparer une autre version</translation>
    </message>
    <message>
        <source>Go on &amp;to the rollout</source>
        <translation>Continuer vers le dép&amp;loiement</translation>
    </message>
    <message>
        <source>There is no central server yet</source>
        <translation>Il n’y a pas encore de serveur central</translation>
    </message>
    <message>
        <source>A release is made from MAIN: say first where it is.</source>
        <translation>Une version se fait à partir de MAIN&#xa0;: dites d’abord où il se trouve.</translation>
    </message>
    <message>
        <source>&amp;Add connections</source>
        <translation>A&amp;jouter des connexions</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>What is new, in the words of the people who use it.</source>
        <translation>Les nouveautés, avec les mots de ceux qui s’en servent.</translation>
    </message>
    <message>
        <source>&amp;Version</source>
        <translation>Versio&amp;n</translation>
    </message>
    <message>
        <source>&amp;Notes</source>
        <translation>N&amp;otes</translation>
    </message>
    <message>
        <source>Previous release</source>
        <translation>Version précédente</translation>
    </message>
    <message>
        <source>Developers</source>
        <translation>Développeurs</translation>
    </message>
    <message>
        <source>New changesets</source>
        <translation>Nouveaux changesets</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Destination</translation>
    </message>
    <message>
        <source>Preparing the release…</source>
        <translation>Préparation de la version…</translation>
    </message>
    <message>
        <source>Read each statement below, and approve it if it is meant; the approval is part of the release. Until then nothing is published.</source>
        <translation>Lisez chaque instruction ci-dessous et approuvez-la si elle est voulue&#xa0;; l’approbation fait partie de la version. D’ici là, rien n’est publié.</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) stop the release</source>
        <translation>
            <numerusform>%n problème empêche la version</numerusform>
            <numerusform>%n problèmes empêchent la version</numerusform>
        </translation>
    </message>
    <message>
        <source>Mend the line ends</source>
        <translation>Réparer les fins de ligne</translation>
    </message>
    <message>
        <source>Nothing is new</source>
        <translation>Rien de nouveau</translation>
    </message>
    <message>
        <source>no change of pages</source>
        <translation>aucune modification de page</translation>
    </message>
    <message>
        <source>MAIN and the changelog are what version {version} holds.</source>
        <translation>MAIN et le changelog sont ce que contient la version {version}.</translation>
    </message>
    <message>
        <source>Dra&amp;ft from the differences</source>
        <translation>Rédi&amp;ger d’après les différences</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) of data wait(s) for approval</source>
        <translation>
            <numerusform>%n modification de données attend une approbation</numerusform>
            <numerusform>%n modifications de données attendent une approbation</numerusform>
        </translation>
    </message>
    <message>
        <source>Mending the line ends…</source>
        <translation>Réparation des fins de ligne…</translation>
    </message>
    <message>
        <source>One commit with {files} and {sets} is tagged v{version} and pushed to {remote}. A published version is never changed again.</source>
        <translation>Un commit avec {files} et {sets} reçoit l’étiquette v{version} et part vers {remote}. Une version publiée n’est plus jamais modifiée.</translation>
    </message>
    <message>
        <source>the whole application</source>
        <translation>toute l’application</translation>
    </message>
    <message numerus="yes">
        <source>%n new changeset(s)</source>
        <translation>
            <numerusform>%n nouveau changeset</numerusform>
            <numerusform>%n nouveaux changesets</numerusform>
        </translation>
    </message>
    <message>
        <source>Publish version {version}?</source>
        <translation>Publier la version {version}&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;Publish</source>
        <translation>&amp;Publier</translation>
    </message>
    <message>
        <source>S&amp;how all of it</source>
        <translation>&amp;Tout afficher</translation>
    </message>
    <message>
        <source>What is published</source>
        <translation>Ce qui est publié</translation>
    </message>
    <message>
        <source>Publishing…</source>
        <translation>Publication…</translation>
    </message>
    <message>
        <source>Approving…</source>
        <translation>Approbation…</translation>
    </message>
    <message>
        <source>{changeset} waits for approval again, and the release cannot be published before somebody approves it. What was published stays as it is.</source>
        <translation>{changeset} attendra de nouveau une approbation, et la version ne pourra pas être publiée avant que quelqu’un l’approuve. Ce qui a été publié reste tel quel.</translation>
    </message>
    <message>
        <source>Withdraw the approval?</source>
        <translation>Retirer l’approbation&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;Withdraw</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <source>Withdrawing…</source>
        <translation>Retrait…</translation>
    </message>
    <message>
        <source>Version {version} is published</source>
        <translation>La version {version} est publiée</translation>
    </message>
    <message>
        <source>Tag {tag}, commit {commit}, {pages}, {sets}.</source>
        <translation>Étiquette {tag}, commit {commit}, {pages}, {sets}.</translation>
    </message>
    <message numerus="yes">
        <source>%n changeset(s)</source>
        <translation>
            <numerusform>%n changeset</numerusform>
            <numerusform>%n changesets</numerusform>
        </translation>
    </message>
    <message>
        <source>It is not pushed yet.</source>
        <translation>Elle n’est pas encore poussée.</translation>
    </message>
</context>
<context>
    <name>Reporting</name>
    <message>
        <source>The report is written, and open in your browser</source>
        <translation>Le rapport est écrit, et ouvert dans votre navigateur</translation>
    </message>
    <message>
        <source>The report is written; nothing here opens it</source>
        <translation>Le rapport est écrit&#xa0;; rien ne l’ouvre sur ce poste</translation>
    </message>
    <message>
        <source>Sho&amp;w the folder</source>
        <translation>Afficher &amp;le dossier</translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation>Écriture du rapport…</translation>
    </message>
</context>
<context>
    <name>RolloutCard</name>
    <message>
        <source>Rollouts</source>
        <translation>Déploiements</translation>
    </message>
    <message>
        <source>Clients side by s&amp;ide</source>
        <translation>Cl&amp;ients en parallèle</translation>
    </message>
    <message>
        <source>Ticked by themselves up to</source>
        <translation>Cochés d’eux-mêmes jusqu’à</translation>
    </message>
    <message>
        <source>clients; where there are more, nobody is</source>
        <translation>clients&#xa0;; au-delà, personne ne l’est</translation>
    </message>
    <message>
        <source>Large objects are compared</source>
        <translation>Les grands objets sont comparés</translation>
    </message>
    <message>
        <source>in the proof that the data is intact</source>
        <translation>dans la preuve que les données sont intactes</translation>
    </message>
    <message>
        <source>A look at the data takes at most</source>
        <translation>Une mesure des données dure au plus</translation>
    </message>
    <message>
        <source>seconds; then rows are counted only, and that is said</source>
        <translation>secondes&#xa0;; ensuite les lignes sont seulement comptées, et c’est dit</translation>
    </message>
    <message>
        <source>as a whole</source>
        <translation>en entier</translation>
    </message>
    <message>
        <source>at both ends</source>
        <translation>aux deux bouts</translation>
    </message>
    <message>
        <source>by their length</source>
        <translation>par leur longueur</translation>
    </message>
</context>
<context>
    <name>RolloutScreen</name>
    <message>
        <source>Rollout</source>
        <translation>Déploiement</translation>
    </message>
    <message>
        <source>The release goes to the clients. Every client is measured before and after: no row may be lost.</source>
        <translation>La version part chez les clients. Chaque client est mesuré avant et après&#xa0;: aucune ligne ne doit se perdre.</translation>
    </message>
    <message>
        <source>There is no release to roll out</source>
        <translation>Il n’y a aucune version à déployer</translation>
    </message>
    <message>
        <source>Publish a release first; clients receive exactly what its tag holds.</source>
        <translation>Publiez d’abord une version&#xa0;; les clients reçoivent exactement ce que contient son étiquette.</translation>
    </message>
    <message>
        <source>Go to the release</source>
        <translation>Aller à la version</translation>
    </message>
    <message>
        <source>There is no client yet</source>
        <translation>Il n’y a pas encore de client</translation>
    </message>
    <message>
        <source>Enter the clients that receive the release, with their databases.</source>
        <translation>Saisissez les clients qui reçoivent la version, avec leurs bases de données.</translation>
    </message>
    <message>
        <source>Add clients</source>
        <translation>Ajouter des clients</translation>
    </message>
    <message>
        <source>S&amp;tart the rollout…</source>
        <translation>Lancer le dépl&amp;oiement…</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>&amp;Actualiser</translation>
    </message>
    <message>
        <source>Chec&amp;k all clients</source>
        <translation>Contrôler tou&amp;s les clients</translation>
    </message>
    <message>
        <source>Dr&amp;y run</source>
        <translation>Essai à &amp;blanc</translation>
    </message>
    <message>
        <source>Reading releases and clients…</source>
        <translation>Lecture des versions et des clients…</translation>
    </message>
    <message>
        <source>Starting the rollout…</source>
        <translation>Lancement du déploiement…</translation>
    </message>
    <message>
        <source>Looking at the clients…</source>
        <translation>Contrôle des clients…</translation>
    </message>
    <message>
        <source>Writing the statements…</source>
        <translation>Écriture des instructions…</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), one for each client.</source>
        <translation>
            <numerusform>%n fichier, un par client.</numerusform>
            <numerusform>%n fichiers, un par client.</numerusform>
        </translation>
    </message>
    <message>
        <source>The statements are written</source>
        <translation>Les instructions sont écrites</translation>
    </message>
    <message>
        <source>Resuming the rollout…</source>
        <translation>Reprise du déploiement…</translation>
    </message>
    <message>
        <source>The remote has not answered yet.</source>
        <translation>Le dépôt distant n’a pas encore répondu.</translation>
    </message>
    <message>
        <source>The report could not be shared with the colleagues</source>
        <translation>Le compte rendu n’a pas pu être partagé avec les collègues</translation>
    </message>
    <message>
        <source>The next rollout brings it.</source>
        <translation>Le prochain déploiement l’apportera.</translation>
    </message>
    <message>
        <source>Stop {name}?</source>
        <translation>Arrêter {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Stop all clients?</source>
        <translation>Arrêter tous les clients&#xa0;?</translation>
    </message>
    <message>
        <source>The present step is ended, then nothing more is sent. What was done stays done, and the journal knows it.</source>
        <translation>L’étape en cours se termine, puis plus rien n’est envoyé. Ce qui est fait reste fait, et le journal le sait.</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>Stopping after the present step…</source>
        <translation>Arrêt après l’étape en cours…</translation>
    </message>
</context>
<context>
    <name>Ruling</name>
    <message>
        <source>allowed</source>
        <translation>autorisé</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>refusé</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>approuvée</translation>
    </message>
    <message>
        <source>to approve</source>
        <translation>à approuver</translation>
    </message>
    <message>
        <source>Approved by {name} on {date}.</source>
        <translation>Approuvée par {name} le {date}.</translation>
    </message>
    <message>
        <source>{name} approved another text of it on {date}: read it again.</source>
        <translation>{name} en a approuvé un autre texte le {date}&#xa0;: relisez-la.</translation>
    </message>
</context>
<context>
    <name>Screen</name>
    <message>
        <source>Open the settings</source>
        <translation>Ouvrir les réglages</translation>
    </message>
</context>
<context>
    <name>Sending</name>
    <message>
        <source>Send as HTML</source>
        <translation>Envoyer en HTML</translation>
    </message>
    <message>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <source>One file that needs no other: {path}</source>
        <translation>Un fichier qui n’a besoin d’aucun autre&#xa0;: {path}</translation>
    </message>
    <message>
        <source>The page is written</source>
        <translation>La page est écrite</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>L’ouvrir</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Everything here is in one readable file; passwords never are.</source>
        <translation>Tout ce qui est ici tient dans un fichier lisible&#xa0;; les mots de passe n’y sont jamais.</translation>
    </message>
    <message>
        <source>Parts of the settings</source>
        <translation>Parties des réglages</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Central server</source>
        <translation>Serveur central</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Passwords</source>
        <translation>Mots de passe</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>Disca&amp;rd</source>
        <translation>A&amp;bandonner</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>Lang&amp;uage</source>
        <translation>&amp;Langue</translation>
    </message>
    <message>
        <source>Them&amp;e</source>
        <translation>Thè&amp;me</translation>
    </message>
    <message>
        <source>Author of releases</source>
        <translation>Auteur des versions</translation>
    </message>
    <message>
        <source>Release repository (Git)</source>
        <translation>Dépôt des versions (Git)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Central server and MAIN</source>
        <translation>Serveur central et MAIN</translation>
    </message>
    <message>
        <source>Developers</source>
        <translation>Développeurs</translation>
    </message>
    <message>
        <source>New developer</source>
        <translation>Nouveau développeur</translation>
    </message>
    <message>
        <source>New client</source>
        <translation>Nouveau client</translation>
    </message>
    <message>
        <source>Settings file: {path}</source>
        <translation>Fichier des réglages&#xa0;: {path}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message numerus="yes">
        <source>%n password(s) missing.</source>
        <translation>
            <numerusform>Il manque %n mot de passe.</numerusform>
            <numerusform>Il manque %n mots de passe.</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings are saved</source>
        <translation>Les réglages sont enregistrés</translation>
    </message>
    <message>
        <source>Enter the passwords</source>
        <translation>Saisir les mots de passe</translation>
    </message>
    <message>
        <source>{part}, {field}: {reason}</source>
        <translation>{part}, {field}&#xa0;: {reason}</translation>
    </message>
</context>
<context>
    <name>Settling</name>
    <message>
        <source>Noting it…</source>
        <translation>Enregistrement de la note…</translation>
    </message>
    <message>
        <source>Asking the client&apos;s dictionary…</source>
        <translation>Lecture du dictionnaire du client…</translation>
    </message>
    <message>
        <source>Did this statement take effect at {name}?</source>
        <translation>Cette instruction a-t-elle eu son effet chez {name}&#xa0;?</translation>
    </message>
    <message>
        <source>{changeset}, statement {number}. It was sent at {sent} and the line was cut; the database&apos;s clock says {clock} now.</source>
        <translation>{changeset}, instruction {number}. Elle a été envoyée le {sent}, puis la ligne a été coupée&#xa0;; l’horloge de la base indique maintenant {clock}.</translation>
    </message>
    <message>
        <source>&amp;Note it</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>The dictionary says nothing of it: look at what it writes.</source>
        <translation>Le dictionnaire n’en dit rien&#xa0;: regardez ce qu’elle écrit.</translation>
    </message>
    <message>
        <source>(no release here has it as it was sent)</source>
        <translation>(aucune version d’ici ne la contient telle qu’elle a été envoyée)</translation>
    </message>
    <message>
        <source>It took &amp;effect: it is not sent again</source>
        <translation>Elle a eu son e&amp;ffet&#xa0;: elle n’est pas renvoyée</translation>
    </message>
    <message>
        <source>It &amp;had none: the next run sends it again</source>
        <translation>Elle n’en a pas e&amp;u&#xa0;: la prochaine exécution la renvoie</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>Why; kept with your name and the time</source>
        <translation>Pourquoi&#xa0;; gardé avec votre nom et l’heure</translation>
    </message>
</context>
<context>
    <name>SharedReports</name>
    <message>
        <source>Begun</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>No report of a colleague is in the repository.</source>
        <translation>Aucun compte rendu de collègue n’est dans le dépôt.</translation>
    </message>
    <message>
        <source>The repository is asked…</source>
        <translation>Le dépôt est interrogé…</translation>
    </message>
    <message>
        <source>Rollouts of colleagues</source>
        <translation>Déploiements des collègues</translation>
    </message>
</context>
<context>
    <name>SideBySideView</name>
    <message>
        <source>Old text</source>
        <translation>Ancien texte</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>Nouveau texte</translation>
    </message>
</context>
<context>
    <name>Sifter</name>
    <message>
        <source>{shown} of {total} shown</source>
        <translation>{shown} sur {total} affichés</translation>
    </message>
</context>
<context>
    <name>SourcePicker</name>
    <message>
        <source>Folder…</source>
        <translation>Dossier…</translation>
    </message>
    <message>
        <source>Zip file…</source>
        <translation>Fichier zip…</translation>
    </message>
    <message>
        <source>Git revision…</source>
        <translation>Révision Git…</translation>
    </message>
    <message>
        <source>Export folder</source>
        <translation>Dossier d’export</translation>
    </message>
    <message>
        <source>Zipped export</source>
        <translation>Export zippé</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Fichiers zip (*.zip)</translation>
    </message>
    <message>
        <source>Git revision</source>
        <translation>Révision Git</translation>
    </message>
    <message>
        <source>A tag, a branch or a commit of the release repository.</source>
        <translation>Une étiquette, une branche ou un commit du dépôt des versions.</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Choisir</translation>
    </message>
</context>
<context>
    <name>Starting</name>
    <message>
        <source>Start the rollout to {clients}?</source>
        <translation>Lancer le déploiement vers {clients}&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Lancer</translation>
    </message>
    <message>
        <source>S&amp;how the names</source>
        <translation>Afficher les &amp;noms</translation>
    </message>
    <message>
        <source>Clients by ring</source>
        <translation>Clients par anneau</translation>
    </message>
    <message>
        <source>For each client: a check, a backup, the data measured, the changelog, the import, and the data measured again. A loss stops the ring.</source>
        <translation>Pour chaque client&#xa0;: un contrôle, une sauvegarde, la mesure des données, le changelog, l’import, puis les données mesurées de nouveau. Une perte arrête l’anneau.</translation>
    </message>
    <message>
        <source>Ring {n}: {who}</source>
        <translation>Anneau {n}&#xa0;: {who}</translation>
    </message>
    <message>
        <source>Version {version} goes to:</source>
        <translation>La version {version} part vers&#xa0;:</translation>
    </message>
</context>
<context>
    <name>StatementPane</name>
    <message>
        <source>Read and appr&amp;ove…</source>
        <translation>Lire et appr&amp;ouver…</translation>
    </message>
    <message>
        <source>&amp;Withdraw the approval…</source>
        <translation>&amp;Retirer l’approbation…</translation>
    </message>
    <message>
        <source>The whole statement</source>
        <translation>L’instruction entière</translation>
    </message>
    <message>
        <source>{file}, line {line}</source>
        <translation>{file}, ligne {line}</translation>
    </message>
    <message>
        <source>Allowed.</source>
        <translation>Autorisée.</translation>
    </message>
    <message>
        <source>Reason: {text}</source>
        <translation>Raison&#xa0;: {text}</translation>
    </message>
    <message>
        <source>It writes to {what}.</source>
        <translation>Elle écrit dans {what}.</translation>
    </message>
</context>
<context>
    <name>Steering</name>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Réessayer</translation>
    </message>
    <message>
        <source>&amp;Set aside…</source>
        <translation>&amp;Mettre de côté…</translation>
    </message>
    <message>
        <source>&amp;First of its ring</source>
        <translation>&amp;Premier de son anneau</translation>
    </message>
    <message>
        <source>Set {name} aside?</source>
        <translation>Mettre {name} de côté&#xa0;?</translation>
    </message>
    <message>
        <source>It counts no more for the others: the rings behind it go on. What was done there stays as it is. The note is kept with your name and the time.</source>
        <translation>Il ne compte plus pour les autres&#xa0;: les anneaux suivants continuent. Ce qui y a été fait reste tel quel. La note est gardée avec votre nom et l’heure.</translation>
    </message>
    <message>
        <source>&amp;Set aside</source>
        <translation>&amp;Mettre de côté</translation>
    </message>
    <message>
        <source>Telling the rollout…</source>
        <translation>Transmission au déploiement…</translation>
    </message>
    <message>
        <source>Put the former application of {name} back?</source>
        <translation>Remettre l’ancienne application de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Version {there}, from the backup of {when}, replaces version {here}. What the changelog added to the tables stays.
{path}</source>
        <translation>La version {there}, de la sauvegarde du {when}, remplace la version {here}. Ce que le changelog a ajouté aux tables reste.
{path}</translation>
    </message>
    <message>
        <source>&amp;Put back</source>
        <translation>&amp;Remettre</translation>
    </message>
    <message>
        <source>Putting back…</source>
        <translation>Remise en place…</translation>
    </message>
    <message>
        <source>Looking at the backup…</source>
        <translation>Lecture de la sauvegarde…</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Step</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
</context>
<context>
    <name>StreamPane</name>
    <message>
        <source>Log of all clients</source>
        <translation>Journal de tous les clients</translation>
    </message>
</context>
<context>
    <name>Support</name>
    <message>
        <source>Look for what is wrong</source>
        <translation>Chercher ce qui ne va pas</translation>
    </message>
    <message>
        <source>Collect for support</source>
        <translation>Réunir pour l’assistance</translation>
    </message>
    <message>
        <source>When something does not work</source>
        <translation>Quand quelque chose ne marche pas</translation>
    </message>
    <message>
        <source>Git, keyring, folders, proxies, clocks and scanners are looked at. What is collected for support is one file, in which known passwords are masked.</source>
        <translation>Git, trousseau, dossiers, proxys, horloges et antivirus sont examinés. Ce qui est réuni pour l’assistance est un seul fichier, où les mots de passe connus sont masqués.</translation>
    </message>
    <message>
        <source>Collected for support</source>
        <translation>Réuni pour l’assistance</translation>
    </message>
</context>
<context>
    <name>TableActions</name>
    <message>
        <source>Copy the row</source>
        <translation>Copier la ligne</translation>
    </message>
    <message>
        <source>Copy the whole table</source>
        <translation>Copier tout le tableau</translation>
    </message>
    <message>
        <source>Save as CSV for Excel…</source>
        <translation>Enregistrer en CSV pour Excel…</translation>
    </message>
    <message>
        <source>Put in order by</source>
        <translation>Trier par</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Ordre d’origine</translation>
    </message>
</context>
<context>
    <name>TimelinePane</name>
    <message>
        <source>Timeline of the rollout</source>
        <translation>Chronologie du déploiement</translation>
    </message>
    <message>
        <source>No client has begun yet.</source>
        <translation>Aucun client n’a encore commencé.</translation>
    </message>
    <message numerus="yes">
        <source>%n of {clients} begun · {time}</source>
        <translation>
            <numerusform>%n commencé sur {clients} · {time}</numerusform>
            <numerusform>%n commencés sur {clients} · {time}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trying</name>
    <message>
        <source>&amp;Try the connection</source>
        <translation>Essa&amp;yer la connexion</translation>
    </message>
    <message>
        <source>Try the connection</source>
        <translation>Essayer la connexion</translation>
    </message>
    <message>
        <source>There is nothing to try yet: add an entry.</source>
        <translation>Il n’y a encore rien à essayer&#xa0;: ajoutez une entrée.</translation>
    </message>
    <message>
        <source>✕ {user}: no password</source>
        <translation>✕ {user}&#xa0;: pas de mot de passe</translation>
    </message>
    <message>
        <source>Password of {user}</source>
        <translation>Mot de passe de {user}</translation>
    </message>
    <message>
        <source>Needed to try the connection. It goes into the system&apos;s keyring, or stays in memory.</source>
        <translation>Nécessaire pour essayer la connexion. Il va dans le trousseau du système, ou reste en mémoire.</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>For this &amp;session only: in memory, never on disk</source>
        <translation>Pour cette &amp;session seulement&#xa0;: en mémoire, jamais sur disque</translation>
    </message>
    <message>
        <source>● {user}: trying…</source>
        <translation>● {user}&#xa0;: essai en cours…</translation>
    </message>
</context>
<context>
    <name>UnfinishedNotice</name>
    <message>
        <source>R&amp;esume</source>
        <translation>R&amp;eprendre</translation>
    </message>
    <message>
        <source>Go to the r&amp;ollout</source>
        <translation>Aller au dép&amp;loiement</translation>
    </message>
    <message>
        <source>A rollout of {tag} was interrupted</source>
        <translation>Un déploiement de {tag} a été interrompu</translation>
    </message>
    <message>
        <source>A rollout of {tag} did not reach everybody</source>
        <translation>Un déploiement de {tag} n’est pas arrivé partout</translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) are not verified. The journal knows where each of them stopped; nothing is done twice.</source>
        <translation>
            <numerusform>%n client n’est pas vérifié. Le journal sait où il s’est arrêté&#xa0;; rien n’est fait deux fois.</numerusform>
            <numerusform>%n clients ne sont pas vérifiés. Le journal sait où chacun s’est arrêté&#xa0;; rien n’est fait deux fois.</numerusform>
        </translation>
    </message>
    <message>
        <source>A rollout of {tag} was stopped</source>
        <translation>Un déploiement de {tag} a été arrêté</translation>
    </message>
</context>
<context>
    <name>UnwrittenWords</name>
    <message numerus="yes">
        <source>%n decision(s) still hold(s).</source>
        <translation>
            <numerusform>%n décision vaut toujours.</numerusform>
            <numerusform>%n décisions valent toujours.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped: it (they) decided what is no conflict now.</source>
        <translation>
            <numerusform>%n écartée&#xa0;: ce qu’elle décidait n’est plus un conflit.</numerusform>
            <numerusform>%n écartées&#xa0;: ce qu’elles décidaient n’est plus un conflit.</numerusform>
        </translation>
    </message>
    <message>
        <source>The merge goes on where it was left</source>
        <translation>La fusion reprend là où elle en était</translation>
    </message>
    <message>
        <source>MAIN and the copies stay as they are.</source>
        <translation>MAIN et les copies restent tels quels.</translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) will be forgotten.</source>
        <translation>
            <numerusform>%n décision sera oubliée.</numerusform>
            <numerusform>%n décisions seront oubliées.</numerusform>
        </translation>
    </message>
    <message>
        <source>Give up this merge?</source>
        <translation>Abandonner cette fusion&#xa0;?</translation>
    </message>
    <message>
        <source>&amp;Give up</source>
        <translation>&amp;Abandonner</translation>
    </message>
</context>
<context>
    <name>VersionsOverTime</name>
    <message>
        <source>Versions of the clients over time</source>
        <translation>Versions des clients au fil du temps</translation>
    </message>
    <message>
        <source>No rollout yet.</source>
        <translation>Aucun déploiement.</translation>
    </message>
    <message numerus="yes">
        <source>%n of {clients} have version {version}</source>
        <translation>
            <numerusform>%n sur {clients} a la version {version}</numerusform>
            <numerusform>%n sur {clients} ont la version {version}</numerusform>
        </translation>
    </message>
    <message>
        <source>{client}: version {version}</source>
        <translation>{client}&#xa0;: version {version}</translation>
    </message>
    <message>
        <source>version {version} since {since}</source>
        <translation>version {version} depuis le {since}</translation>
    </message>
    <message>
        <source>version {version} from {since} to {end}</source>
        <translation>version {version} du {since} au {end}</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>not run</source>
        <translation>non exécuté</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fait</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>sautée</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>renamed there too</source>
        <translation>renommé là aussi</translation>
    </message>
    <message>
        <source>both</source>
        <translation>les deux</translation>
    </message>
    <message>
        <source>base</source>
        <translation>base</translation>
    </message>
    <message>
        <source>edited by hand</source>
        <translation>modifié à la main</translation>
    </message>
    <message>
        <source>Page {number} · {title}</source>
        <translation>Page {number} · {title}</translation>
    </message>
</context>
<context>
    <name>WrittenNotice</name>
    <message>
        <source>Res&amp;tore the backup…</source>
        <translation>Re&amp;staurer la sauvegarde…</translation>
    </message>
    <message>
        <source>Go o&amp;n to the release</source>
        <translation>C&amp;ontinuer vers la version</translation>
    </message>
    <message>
        <source>MAIN has everything already</source>
        <translation>MAIN contient déjà tout</translation>
    </message>
    <message>
        <source>MAIN is written and verified</source>
        <translation>MAIN est écrit et vérifié</translation>
    </message>
    <message>
        <source>Nothing had to be written.</source>
        <translation>Rien n’était à écrire.</translation>
    </message>
    <message>
        <source>Pages {numbers}.</source>
        <translation>Pages {numbers}.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the application.</source>
        <translation>
            <numerusform>%n fichier de l’application.</numerusform>
            <numerusform>%n fichiers de l’application.</numerusform>
        </translation>
    </message>
    <message>
        <source>Backup: {path}</source>
        <translation>Sauvegarde&#xa0;: {path}</translation>
    </message>
    <message>
        <source>MAIN had moved meanwhile; the merge was made again on top.</source>
        <translation>MAIN avait bougé entre-temps&#xa0;; la fusion a été refaite par-dessus.</translation>
    </message>
</context>
</TS>
