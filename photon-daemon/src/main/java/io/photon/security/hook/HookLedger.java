// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.result.Result;
import io.photon.security.SecurityLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The hooks, as {@code __security__} tells: a fold that {@link SecurityLog} keeps current. Thread-safe; nothing here waits. */
public final class HookLedger implements SecurityLog.Listener {

    private final Map<String, Hook> byName = new ConcurrentSkipListMap<>();

    /** Folds one event of {@code __security__}; others mean nothing here. */
    @Override
    public void security(Event event) {
        String type = event.eventType();
        boolean isMeant = event.streamName().equals(StreamNames.SECURITY) && HookEvents.TYPES.contains(type);
        if (!isMeant) {
            return;
        }
        JsonNode payload;
        try {
            payload = JsonTree.payload(event);
        } catch (IOException e) {
            return; // a line that is no JSON records nothing
        }
        String name = text(payload, HookEvents.NAME);
        String sealed = text(payload, HookEvents.SECRET);
        switch (type) {
            case HookEvents.CREATE ->
                rules(payload)
                        .ifPresent(rules -> byName.put(
                                name,
                                new Hook(
                                        name,
                                        event.orderId(),
                                        text(payload, HookEvents.STREAM),
                                        rules,
                                        List.of(new Hook.Secret(sealed, Hook.FOREVER)),
                                        event.eventTime(),
                                        text(payload, HookEvents.BY),
                                        event.eventTime(),
                                        true,
                                        maxBody(payload))));
            case HookEvents.ROTATE ->
                byName.computeIfPresent(
                        name,
                        (any, hook) -> hook.withSecret(
                                sealed,
                                event.eventTime(),
                                payload.path(HookEvents.FORMER_UNTIL).asLong()));
            case HookEvents.ENABLE, HookEvents.DISABLE ->
                byName.computeIfPresent(name, (any, hook) -> hook.switched(type.equals(HookEvents.ENABLE)));
            case HookEvents.LIMIT -> byName.computeIfPresent(name, (any, hook) -> hook.limited(maxBody(payload)));
            default -> byName.remove(name);
        }
    }

    @Override
    public SecurityLog.Anew anew() {
        HookLedger fresh = new HookLedger();
        return SecurityLog.Anew.of(fresh, () -> SecurityLog.Anew.replace(byName, fresh.byName));
    }

    /** Empty for rules of a later Photon that this one does not know: nothing is taken by them. */
    private static Optional<HookRules> rules(JsonNode payload) {
        Result<HookRules> read = HookRules.read(new HookRules.Written(
                text(payload, HookEvents.SCHEME),
                text(payload, HookEvents.HEADER),
                text(payload, HookEvents.PREFIX),
                text(payload, HookEvents.ALGORITHM),
                text(payload, HookEvents.ENCODING),
                text(payload, HookEvents.TOLERANCE),
                text(payload, HookEvents.TYPE_FROM),
                text(payload, HookEvents.EVENT_TYPE),
                text(payload, HookEvents.ID_FROM)));
        return read.isOk() ? Optional.of(read.value()) : Optional.empty();
    }

    private static int maxBody(JsonNode payload) {
        return Math.max(0, payload.path(HookEvents.MAX_BODY).asInt(0));
    }

    private static String text(JsonNode payload, String name) {
        return payload.path(name).asText("");
    }

    Optional<Hook> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    boolean isAny() {
        return !byName.isEmpty();
    }

    /** All, by name. */
    List<Hook> all() {
        return List.copyOf(byName.values());
    }
}
