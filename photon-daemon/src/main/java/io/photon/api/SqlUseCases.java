// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.question.Asked;
import io.photon.question.SqlQuestions;
import io.photon.result.Result;
import io.photon.sql.SqlTables;

/** Questions about what SQL can read. */
final class SqlUseCases {

    /** Null for a Photon without projections. */
    private final ProjectionApi projections;

    SqlUseCases(ProjectionApi projections) {
        this.projections = projections;
    }

    void fill(UseCases table) {
        table.add(SqlQuestions.SQL_TABLES, Access.READ, this::tables);
    }

    /** The columns of a projection follow its value, so they are not told here. */
    private Result<Answer> tables(Caller caller, Asked asked) {
        JsonWriter json = new JsonWriter(2_048).object().field("tables").array();
        for (SqlTables.Table table : SqlTables.ALL) {
            json.object()
                    .field("name", table.name())
                    .field("kind", "table")
                    .field("columns")
                    .array();
            for (SqlTables.Column column : table.columns()) {
                json.object()
                        .field("name", column.name())
                        .field("type", column.type())
                        .endObject();
            }
            json.endArray().endObject();
        }
        if (Access.VALUES.isFor(caller)) {
            for (String name : projections.names(caller).value()) {
                json.object().field("name", name).field("kind", "projection").endObject();
            }
        }
        json.endArray().field("functions").array();
        SqlTables.FUNCTIONS.forEach(json::value);
        return Result.ok(new Answer.Json(json.endArray().endObject().bytes()));
    }
}
