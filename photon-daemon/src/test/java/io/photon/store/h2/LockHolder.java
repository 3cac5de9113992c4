// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Another program that has the database open: prints {@code locked} and stays until its input ends. */
final class LockHolder {

    private LockHolder() {}

    public static void main(String[] args) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(args[0], "sa", "")) {
            System.out.println(connection.isClosed() ? "closed" : "locked");
            while (System.in.read() >= 0) {
                // until the test ends it
            }
        }
    }
}
