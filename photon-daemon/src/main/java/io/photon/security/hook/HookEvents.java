// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.codec.JsonWriter;
import io.photon.event.EventDraft;
import io.photon.result.Result;
import io.photon.security.Author;
import io.photon.security.SecurityLog;
import java.util.Set;

/** Changes of hooks as events of {@code __security__}; {@link HookLedger} folds them. */
final class HookEvents {

    static final String CREATE = "create-hook";
    static final String ROTATE = "rotate-hook";
    static final String DELETE = "delete-hook";
    static final String ENABLE = "enable-hook";
    static final String DISABLE = "disable-hook";
    static final String LIMIT = "limit-hook";

    static final Set<String> TYPES = Set.of(CREATE, ROTATE, DELETE, ENABLE, DISABLE, LIMIT);

    static final String NAME = "hook";
    static final String STREAM = "stream";
    static final String SCHEME = "scheme";
    static final String HEADER = "signature-header";
    static final String PREFIX = "prefix";
    static final String ALGORITHM = "algorithm";
    static final String ENCODING = "encoding";
    static final String TOLERANCE = "tolerance";
    static final String TYPE_FROM = "type-from";
    static final String EVENT_TYPE = "event-type";
    static final String ID_FROM = "id-from";
    static final String SECRET = "sealed-secret";
    static final String FORMER_UNTIL = "former-until";
    static final String MAX_BODY = "max-body";
    static final String BY = "by";

    private HookEvents() {}

    /** @param maxBody in bytes, 0 for no limit of its own */
    static Result<EventDraft> created(
            String name, String stream, HookRules rules, int maxBody, String sealed, Author by) {
        JsonWriter json = rules(of(name, by).field(STREAM, stream), rules);
        if (maxBody > 0) {
            json.field(MAX_BODY, maxBody);
        }
        return SecurityLog.draft(CREATE, json.field(SECRET, sealed));
    }

    static Result<EventDraft> switched(String name, boolean on, Author by) {
        return SecurityLog.draft(on ? ENABLE : DISABLE, of(name, by));
    }

    /** @param maxBody in bytes, 0 for no limit of its own */
    static Result<EventDraft> limited(String name, int maxBody, Author by) {
        return SecurityLog.draft(LIMIT, of(name, by).field(MAX_BODY, maxBody));
    }

    /** @param formerUntilMs until when the secret before is good, ms since 1970 */
    static Result<EventDraft> rotated(String name, String sealed, long formerUntilMs, Author by) {
        return SecurityLog.draft(ROTATE, of(name, by).field(SECRET, sealed).field(FORMER_UNTIL, formerUntilMs));
    }

    static Result<EventDraft> deleted(String name, Author by) {
        return SecurityLog.draft(DELETE, of(name, by));
    }

    private static JsonWriter of(String name, Author by) {
        return new JsonWriter(1_024)
                .object()
                .field(NAME, name)
                .field(BY, by.name())
                .field("from", by.from());
    }

    /** The rules as fields of an object that is open; what was not said is left out. */
    static JsonWriter rules(JsonWriter json, HookRules rules) {
        HookRules.Written text = rules.written();
        json.field(SCHEME, text.scheme());
        field(json, HEADER, text.header());
        field(json, PREFIX, text.prefix());
        field(json, ALGORITHM, text.algorithm());
        field(json, ENCODING, text.encoding());
        field(json, TOLERANCE, text.tolerance());
        field(json, TYPE_FROM, text.typeFrom());
        field(json, EVENT_TYPE, text.eventType());
        field(json, ID_FROM, text.idFrom());
        return json;
    }

    private static void field(JsonWriter json, String name, String text) {
        if (!text.isEmpty()) {
            json.field(name, text);
        }
    }
}
