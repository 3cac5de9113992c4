// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.FOLD;
import static io.photon.question.Form.LINES;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Question.question;

import io.photon.question.Question.Carriage;

/** Backups, restores and verification of the store. */
public final class BackupQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question BACKUP = ROWS.add(question("backup", LINES, DISK)
            .takes(Params.SINCE, Params.SKIP_DAMAGED)
            .at("GET", "/api/backup")
            .answers("everything stored up to now, and a trailer"));
    public static final Question VERIFY =
            ROWS.add(question("verify", LINES, FOLD).at("GET", "/api/verify").stream("/verify", Carriage.ITEMS)
                    .words("to verify itself")
                    .answers("checks the store: progress, each damage, the verdict"));
    public static final Question RESTORE = ROWS.add(question("restore", UPLOAD, DISK)
            .takes(
                    Param.text("until", "an order-id or a time, inclusive"),
                    Param.flag("dry-run", "nothing is stored"),
                    Param.flag("as-new", "as new events"),
                    Param.flag("allow-incomplete", "also without a trailer, or with gaps"))
            .at("POST", "/api/restore")
            .answers("stores a backup, all or nothing"));

    private BackupQuestions() {}
}
