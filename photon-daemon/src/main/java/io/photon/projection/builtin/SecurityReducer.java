// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.codec.JsonFields;
import io.photon.event.Event;
import io.photon.projection.spi.KeyedReducer;
import io.photon.store.StateRows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code __security__} into applications by user: {@code create-app} puts one under its user's name and its
 * client-id, {@code delete-app} takes it away, and {@code delete-user} all of a user. A row per application. What proves an identity stays in the event.
 */
final class SecurityReducer implements KeyedReducer {

    private static final byte[] SNAPSHOT = {1};
    /** Stands between user and client-id in a row's key; a name that holds it is not a name anybody can log in with. */
    private static final char BETWEEN = '\0';

    private final StateRows rows;

    SecurityReducer(StateRows rows) {
        this.rows = rows;
    }

    @Override
    public void reduce(Event event) {
        String type = event.eventType();
        boolean created = type.equals("create-app");
        boolean isOfUser = type.equals("create-user") || type.equals("delete-user");
        if (!created && !isOfUser && !type.equals("delete-app")) {
            return;
        }
        int end = event.offset() + event.length();
        int[] at = JsonFields.find(event.array(), event.offset(), end, "payload");
        if (at == null) {
            return;
        }
        byte[] payload = Arrays.copyOfRange(event.array(), at[0], at[1]);
        String user = JsonFields.text(payload, "username");
        if (isOfUser && user != null) {
            forget(user);
            return;
        }
        String client = JsonFields.text(payload, "client-id");
        if (user == null || client == null || user.indexOf(BETWEEN) >= 0) {
            return; // names no application
        }
        if (created) {
            rows.put(user + BETWEEN + client, withoutSecrets(payload));
        } else {
            rows.remove(user + BETWEEN + client);
        }
    }

    /** A user that is gone leaves nothing to another one of the same name. */
    private void forget(String user) {
        List<String> keys = new ArrayList<>();
        rows.forEach(user + BETWEEN, (key, row) -> key.startsWith(user + BETWEEN) && keys.add(key));
        keys.forEach(rows::remove);
    }

    private static byte[] withoutSecrets(byte[] payload) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(payload.length);
        kept.write('{');
        JsonFields.forEach(payload, 0, payload.length, (json, nameFrom, nameTo, from, to) -> {
            String name = JsonFields.text(json, nameFrom - 1, nameTo + 1);
            if (!isSecret(name)) {
                if (kept.size() > 1) {
                    kept.write(',');
                }
                kept.write(json, nameFrom - 1, nameTo - nameFrom + 2);
                kept.write(':');
                kept.write(json, from, to - from);
            }
        });
        kept.write('}');
        return kept.toByteArray();
    }

    private static boolean isSecret(String name) {
        return List.of("secret", "password", "token", "hash").stream()
                .anyMatch(name.toLowerCase(java.util.Locale.ROOT)::contains);
    }

    @Override
    public byte[] value() {
        ByteArrayOutputStream json = new ByteArrayOutputStream(1_024);
        json.write('{');
        json.writeBytes(slice("", Integer.MAX_VALUE - 8).json());
        json.write('}');
        return json.toByteArray();
    }

    @Override
    public Optional<byte[]> field(String user) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(256);
        rows.forEach(user + BETWEEN, (key, row) -> {
            if (!key.startsWith(user + BETWEEN)) {
                return false;
            }
            json.write(json.size() == 0 ? '{' : ',');
            json.writeBytes(quoted(key.substring(user.length() + 1)));
            json.write(':');
            json.writeBytes(row);
            return true;
        });
        if (json.size() == 0) {
            return Optional.empty();
        }
        json.write('}');
        return Optional.of(json.toByteArray());
    }

    @Override
    public Slice slice(String after, int maxBytes) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(1_024);
        String last = null;
        String user = nextUser(after);
        while (user != null && json.size() < maxBytes) {
            if (last != null) {
                json.write(',');
            }
            json.writeBytes(quoted(user));
            json.write(':');
            json.writeBytes(field(user).orElseThrow());
            last = user;
            user = nextUser(user);
        }
        return new Slice(json.toByteArray(), last);
    }

    /** The first user after this one, or null. */
    private @Nullable String nextUser(String after) {
        String[] found = {null};
        rows.forEach(after.isEmpty() ? "" : after + (char) (BETWEEN + 1), (key, row) -> {
            found[0] = key.substring(0, key.indexOf(BETWEEN));
            return false;
        });
        return found[0];
    }

    private static byte[] quoted(String text) {
        return JsonFields.quote(text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] snapshot() {
        return SNAPSHOT.clone();
    }

    @Override
    public void restore(byte @Nullable [] snapshot) {
        // The rows are the state, and they are where they belong.
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
