// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.FOLD;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Question.question;

/** Queries in SQL. */
public final class SqlQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question SQL =
            ROWS.add(question("sql", UPLOAD, FOLD).at("POST", "/api/sql").answers("answers a query in SQL"));
    public static final Question SQL_TABLES = ROWS.add(question("sql-tables", OBJECT, DISK)
            .at("GET", "/api/sql/tables")
            .answers("the tables that SQL has, with their columns"));

    private SqlQuestions() {}
}
