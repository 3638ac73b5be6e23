<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BoardPage</name>
    <message numerus="yes">
        <source>{tag} · %n of {clients} ended</source>
        <translation>
            <numerusform>{tag} · %n of {clients} ended</numerusform>
            <numerusform>{tag} · %n of {clients} ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) had version {version} already.</source>
        <translation>
            <numerusform>%n client had version {version} already.</numerusform>
            <numerusform>%n clients had version {version} already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) of {total} not verified</source>
        <translation>
            <numerusform>%n client of {total} not verified</numerusform>
            <numerusform>%n clients of {total} not verified</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They stand first: choose one to see what happened and what to do.</source>
        <translation>
            <numerusform>It stands first: choose it to see what happened and what to do.</numerusform>
            <numerusform>They stand first: choose one to see what happened and what to do.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClientDetail</name>
    <message numerus="yes">
        <source>%n notice(s)</source>
        <translation>
            <numerusform>%n notice</numerusform>
            <numerusform>%n notices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareScreen</name>
    <message numerus="yes">
        <source>%n difference(s) without meaning left out</source>
        <translation>
            <numerusform>%n difference without meaning left out</numerusform>
            <numerusform>%n differences without meaning left out</numerusform>
        </translation>
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
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shared component(s)</source>
        <translation>
            <numerusform>%n shared component</numerusform>
            <numerusform>%n shared components</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s)</source>
        <translation>
            <numerusform>%n component</numerusform>
            <numerusform>%n components</numerusform>
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
    <name>DevelopersScreen</name>
    <message numerus="yes">
        <source>Changelog: %n changeset(s) new since {tag}</source>
        <translation>
            <numerusform>Changelog: %n changeset new since {tag}</numerusform>
            <numerusform>Changelog: %n changesets new since {tag}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changelog: %n changeset(s), none released yet</source>
        <translation>
            <numerusform>Changelog: %n changeset, none released yet</numerusform>
            <numerusform>Changelog: %n changesets, none released yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n statement(s) refused by the guard</source>
        <translation>
            <numerusform>%n statement refused by the guard</numerusform>
            <numerusform>%n statements refused by the guard</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) of data to approve</source>
        <translation>
            <numerusform>%n change of data to approve</numerusform>
            <numerusform>%n changes of data to approve</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n developer(s) chosen for the merge</source>
        <translation>
            <numerusform>%n developer chosen for the merge</numerusform>
            <numerusform>%n developers chosen for the merge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message numerus="yes">
        <source>{tag}: %n of {clients} would be stopped. Nothing was changed.</source>
        <translation>
            <numerusform>{tag}: %n of {clients} would be stopped. Nothing was changed.</numerusform>
            <numerusform>{tag}: %n of {clients} would be stopped. Nothing was changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tag}: nothing would stop any of %n client(s). Nothing was changed.</source>
        <translation>
            <numerusform>{tag}: nothing would stop this client. Nothing was changed.</numerusform>
            <numerusform>{tag}: nothing would stop any of %n clients. Nothing was changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Guidance</name>
    <message numerus="yes">
        <source>%n of them missing: set and test them here. Then the schemas can be read.</source>
        <translation>
            <numerusform>%n of them missing: set and test them here. Then the schemas can be read.</numerusform>
            <numerusform>%n of them missing: set and test them here. Then the schemas can be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryScreen</name>
    <message numerus="yes">
        <source>%n of {total} verified</source>
        <translation>
            <numerusform>%n of {total} verified</numerusform>
            <numerusform>%n of {total} verified</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeHead</name>
    <message numerus="yes">
        <source>%n error(s) of the check</source>
        <translation>
            <numerusform>%n error of the check</numerusform>
            <numerusform>%n errors of the check</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of what merged by itself overruled</source>
        <translation>
            <numerusform>%n of what merged by itself overruled</numerusform>
            <numerusform>%n of what merged by itself overruled</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergeLists</name>
    <message numerus="yes">
        <source>%n decided</source>
        <translation>
            <numerusform>%n decided</numerusform>
            <numerusform>%n decided</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message numerus="yes">
        <source>%n ring(s)</source>
        <translation>
            <numerusform>%n ring</numerusform>
            <numerusform>%n rings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReleaseLists</name>
    <message numerus="yes">
        <source>This is the first release: it holds the whole application, %n file(s).</source>
        <translation>
            <numerusform>This is the first release: it holds the whole application, %n file.</numerusform>
            <numerusform>This is the first release: it holds the whole application, %n files.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReleaseScreen</name>
    <message numerus="yes">
        <source>%n change(s) of data wait(s) for approval</source>
        <translation>
            <numerusform>%n change of data waits for approval</numerusform>
            <numerusform>%n changes of data wait for approval</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) stop the release</source>
        <translation>
            <numerusform>%n problem stops the release</numerusform>
            <numerusform>%n problems stop the release</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new changeset(s)</source>
        <translation>
            <numerusform>%n new changeset</numerusform>
            <numerusform>%n new changesets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changeset(s)</source>
        <translation>
            <numerusform>%n changeset</numerusform>
            <numerusform>%n changesets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RolloutScreen</name>
    <message numerus="yes">
        <source>%n file(s), one for each client.</source>
        <translation>
            <numerusform>%n file, one for each client.</numerusform>
            <numerusform>%n files, one for each client.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message numerus="yes">
        <source>%n password(s) missing.</source>
        <translation>
            <numerusform>%n password missing.</numerusform>
            <numerusform>%n passwords missing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelinePane</name>
    <message numerus="yes">
        <source>%n of {clients} begun · {time}</source>
        <translation>
            <numerusform>%n of {clients} begun · {time}</numerusform>
            <numerusform>%n of {clients} begun · {time}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnfinishedNotice</name>
    <message numerus="yes">
        <source>%n client(s) are not verified. The journal knows where each of them stopped; nothing is done twice.</source>
        <translation>
            <numerusform>%n client is not verified. The journal knows where it stopped; nothing is done twice.</numerusform>
            <numerusform>%n clients are not verified. The journal knows where each of them stopped; nothing is done twice.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnwrittenWords</name>
    <message numerus="yes">
        <source>%n decision(s) still hold(s).</source>
        <translation>
            <numerusform>%n decision still holds.</numerusform>
            <numerusform>%n decisions still hold.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped: it (they) decided what is no conflict now.</source>
        <translation>
            <numerusform>%n dropped: it decided what is no conflict now.</numerusform>
            <numerusform>%n dropped: they decided what is no conflict now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) will be forgotten.</source>
        <translation>
            <numerusform>%n decision will be forgotten.</numerusform>
            <numerusform>%n decisions will be forgotten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsOverTime</name>
    <message numerus="yes">
        <source>%n of {clients} have version {version}</source>
        <translation>
            <numerusform>%n of {clients} has version {version}</numerusform>
            <numerusform>%n of {clients} have version {version}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WrittenNotice</name>
    <message numerus="yes">
        <source>%n file(s) of the application.</source>
        <translation>
            <numerusform>%n file of the application.</numerusform>
            <numerusform>%n files of the application.</numerusform>
        </translation>
    </message>
</context>
</TS>
