// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import java.util.List;
import org.h2.table.Column;
import org.h2.value.TypeInfo;

/** Names of columns. Pure. */
final class ColumnNames {

    private ColumnNames() {}

    /** The same with underscores, which needs no double quotes in SQL. */
    static String unquoted(String name) {
        return name.replace('-', '_');
    }

    /** Adds a column to which both names belong, the one with underscores invisible and last. */
    static void addBoth(List<Column> columns, List<Column> others, String name, TypeInfo type) {
        columns.add(new Column(name, type));
        Column other = new Column(unquoted(name), type);
        other.setVisible(false);
        others.add(other);
    }
}
