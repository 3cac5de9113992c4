// SPDX-License-Identifier: Apache-2.0
package io.photon.journal;

import java.util.List;

/** What a part of the process is called, for people. Pure. */
public final class Sources {

    private record Room(String prefix, String words) {}

    /** The nearest room first. */
    private static final List<Room> ROOMS = List.of(
            new Room("io.photon.store.h2", "SQL copy"),
            new Room("io.photon.store.snapshot", "snapshots"),
            new Room("io.photon.store", "store"),
            new Room("io.photon.log", "log"),
            new Room("io.photon.projection", "projections"),
            new Room("io.photon.backup", "backup"),
            new Room("io.photon.security", "logins"),
            new Room("io.photon.door.http", "HTTP"),
            new Room("io.photon.door.feed", "feed"),
            new Room("io.photon.door.muon", "Muon"),
            new Room("io.photon.muon", "Muon"),
            new Room("io.photon", "daemon"),
            new Room("io.undertow", "HTTP"),
            new Room("org.xnio", "HTTP"),
            new Room("com.rabbitmq", "AMQP"),
            new Room("org.h2", "SQL copy"));

    private Sources() {}

    /** The words for a logger's name; of one that is unknown its last part. */
    public static String words(String logger) {
        for (Room room : ROOMS) {
            if (logger.equals(room.prefix()) || logger.startsWith(room.prefix() + ".")) {
                return room.words();
            }
        }
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
