// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hook: what is delivered to it, rightly signed, becomes an event of its stream. Immutable.
 *
 * @param orderId of the event that made it: another hook of the same name has another one
 * @param stream a stream's name, never a glob
 * @param secrets sealed, the newest first: one, or two while the one before is still good
 * @param createdMs ms since 1970, as {@code secretMs}
 * @param createdBy who created it
 * @param secretMs when it got its newest secret
 */
public record Hook(
        String name,
        long orderId,
        String stream,
        HookRules rules,
        List<Secret> secrets,
        long createdMs,
        String createdBy,
        long secretMs) {

    /** What the local-id of every delivery begins with, and of nothing else that comes by a hook. */
    static final String LOCAL_ID = "hook:";

    /** How long the newest secret is good: until there is another. */
    static final long FOREVER = Long.MAX_VALUE;

    /** @param sealed by {@link SecretBox} @param untilMs until when it is good, ms since 1970 */
    record Secret(String sealed, long untilMs) {}

    /** The local-id of a delivery: no two hooks share one, nor does a hook with one of its name that was deleted. */
    String localId(String delivery) {
        return LOCAL_ID + name + "@" + orderId + " " + delivery;
    }

    /** The same with another secret; the newest until now is good for a while longer. */
    Hook withSecret(String sealed, long timeMs, long oldUntilMs) {
        Secret newest = new Secret(sealed, FOREVER);
        List<Secret> both = oldUntilMs <= timeMs || secrets.isEmpty()
                ? List.of(newest)
                : List.of(newest, new Secret(secrets.get(0).sealed(), oldUntilMs));
        return new Hook(name, orderId, stream, rules, both, createdMs, createdBy, timeMs);
    }

    /** Until when the secret before is good, ms since 1970; null when it is over, or there is none. */
    public @Nullable Long formerSecretUntilMs(long nowMs) {
        return secrets.size() < 2 || secrets.get(1).untilMs() <= nowMs
                ? null
                : secrets.get(1).untilMs();
    }
}
