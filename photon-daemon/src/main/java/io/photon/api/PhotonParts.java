// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.backup.BackupService;
import io.photon.backup.RestoreService;
import io.photon.filter.WhereLanguage;
import io.photon.follow.Cluster;
import io.photon.journal.Journal;
import io.photon.log.EventLog;
import io.photon.security.Authenticator;
import io.photon.security.UserChanges;
import io.photon.security.hook.Hooks;
import io.photon.security.token.Tokens;
import io.photon.settings.Settings;
import io.photon.sql.SqlEngine;
import io.photon.sql.SqlSettings;

/**
 * What a {@link PhotonApi} is made of: complete before it is given to one. It closes none of them. Those of the constructor
 * are always there; the others are at their defaults. For one thread.
 */
public final class PhotonParts {

    /**
     * Who may come in.
     *
     * @param authenticator checks passwords and the token of this start
     * @param tokens hands out and takes tokens, applications and sessions
     * @param users makes changes of users
     * @param hooks takes deliveries
     */
    public record Entry(Authenticator authenticator, Tokens tokens, UserChanges users, Hooks hooks) {}

    final EventLog log;
    final Entry entry;
    final BackupService backups;
    final RestoreService restores;
    final DaemonFacts facts;
    final Journal journal;
    final Cluster cluster;
    final WhereLanguage predicates;

    Settings settings = Settings.defaults();
    SqlEngine sql = new SqlEngine(SqlSettings.off());

    /**
     * @param journal what went wrong so far, and gets refused logins
     * @param cluster this node among others
     * @param predicates is asked for what the bounded part of jq does not know in {@code where}
     */
    public PhotonParts(
            EventLog log,
            Entry entry,
            BackupService backups,
            RestoreService restores,
            DaemonFacts facts,
            Journal journal,
            Cluster cluster,
            WhereLanguage predicates) {
        this.log = log;
        this.entry = entry;
        this.backups = backups;
        this.restores = restores;
        this.facts = facts;
        this.journal = journal;
        this.cluster = cluster;
        this.predicates = predicates;
    }

    /** These are told to those who ask for the settings. */
    public PhotonParts settings(Settings used) {
        settings = used;
        return this;
    }

    /** Answers SQL. */
    public PhotonParts sql(SqlEngine engine) {
        sql = engine;
        return this;
    }
}
