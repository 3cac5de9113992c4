// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.settings.Setting;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.Surroundings;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.PasswordFile;
import io.photon.store.backend.SlotSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings of this backend. Loads no class of the driver. */
final class MongoSettings {

    /** Of the store, where neither the setting nor the URL names one. */
    static final String DATABASE_NAME = "photon";

    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));

    private static final Setting<String> HOST = Setting.of(
            "mongodb.host",
            SettingTypes.urlWithPassword(
                    "HOSTS",
                    "HOST[:PORT], several with commas, or mongodb://[USER:PASSWORD@]HOST[:PORT][,…]/[DATABASE][?OPTIONS]",
                    MongoTarget::isTarget),
            "localhost",
            "MongoDB: the server, or members of the replica set with commas, or a mongodb:// URL");
    private static final Setting<String> DATABASE = Setting.of(
            "mongodb.database",
            SettingTypes.text(
                    "NAME",
                    "1 to 38 letters, digits, hyphens or underscores",
                    name -> name.matches("[A-Za-z0-9_-]{1,38}")),
            null,
            "MongoDB: database of the store, which nothing else uses; without it the one of the URL, or photon");
    private static final Setting<String> USER = Setting.of(
            "mongodb.user",
            SettingTypes.text(),
            null,
            "MongoDB: who asks, known to database admin or the URL's authSource");
    private static final Setting<Path> PASSWORD_FILE =
            Setting.of("mongodb.password-file", PATH, null, "MongoDB: file whose first line is the password");
    private static final Setting<Path> CA_FILE = Setting.of(
            "mongodb.ca-file",
            PATH,
            null,
            "MongoDB: PEM file of whom to trust with tls=true in the URL; without it Java's own");
    private static final SlotSettings SLOTS =
            new SlotSettings("mongodb", "MongoDB", "it is known that each write is in a journal on a disk");

    private MongoSettings() {}

    static List<Setting<?>> rows() {
        return SLOTS.after(HOST, DATABASE, USER, PASSWORD_FILE, CA_FILE);
    }

    /** @throws StoreException REFUSED when they do not fit together, or the password cannot be read */
    static MongoOptions read(Settings settings) throws StoreException {
        MongoTarget target = MongoTarget.of(settings.get(HOST));
        Optional<String> user = settings.find(USER);
        String password = PasswordFile.of(USER, PASSWORD_FILE, settings);
        if (user.isPresent() && target.hasUser()) {
            throw new StoreException(
                    Kind.REFUSED, "mongodb.host names a user, and mongodb.user is set, too; keep one of them");
        }
        return new MongoOptions(
                target,
                database(target, settings.find(DATABASE)),
                user.orElse(null),
                password,
                settings.find(CA_FILE).orElse(null),
                SLOTS.read(settings));
    }

    private static String database(MongoTarget target, Optional<String> set) throws StoreException {
        String inUrl = target.database();
        if (inUrl == null) {
            return set.orElse(DATABASE_NAME);
        }
        if (set.isPresent() && !set.get().equals(inUrl)) {
            throw new StoreException(
                    Kind.REFUSED,
                    "mongodb.host names database '" + inUrl + "', and mongodb.database is '" + set.get()
                            + "'; keep one of them (a database of users goes into the URL as authSource)");
        }
        if (!DATABASE.type().parse(inUrl).isPresent()) {
            throw new StoreException(
                    Kind.REFUSED,
                    "mongodb.host names database '" + inUrl + "'; use "
                            + DATABASE.type().allowed());
        }
        return inUrl;
    }
}
