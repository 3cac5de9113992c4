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
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PhotonApi} is made of: complete before it is given to one. It closes none of them. Those of the constructor
 * are always there; a Photon does without the others, as those of most tests do. For one thread.
 */
public final class PhotonParts {

    final EventLog log;
    final Authenticator authenticator;
    final BackupService backups;
    final RestoreService restores;
    final DaemonFacts facts;
    final Journal journal;

    @Nullable WhereLanguage predicates;

    @Nullable Tokens tokens;

    @Nullable UserChanges users;

    @Nullable Hooks hooks;

    @Nullable Cluster cluster;

    Settings settings = Settings.defaults();
    SqlEngine sql = new SqlEngine(SqlSettings.off());

    /** @param journal what went wrong so far, and gets refused logins */
    public PhotonParts(
            EventLog log,
            Authenticator authenticator,
            BackupService backups,
            RestoreService restores,
            DaemonFacts facts,
            Journal journal) {
        this.log = log;
        this.authenticator = authenticator;
        this.backups = backups;
        this.restores = restores;
        this.facts = facts;
        this.journal = journal;
    }

    /** What the bounded part of jq does not know in {@code where} is asked of this language. */
    public PhotonParts predicates(WhereLanguage more) {
        predicates = more;
        return this;
    }

    /** Tokens, applications and sessions are handed out and taken. */
    public PhotonParts tokens(Tokens handedOut) {
        tokens = handedOut;
        return this;
    }

    /** Users can be managed. @param changes makes the changes */
    public PhotonParts users(UserChanges changes) {
        users = changes;
        return this;
    }

    /** There can be hooks. @param checked takes deliveries */
    public PhotonParts hooks(Hooks checked) {
        hooks = checked;
        return this;
    }

    /** This node is one among others. */
    public PhotonParts cluster(Cluster others) {
        cluster = others;
        return this;
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
