// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.result.Failure;
import java.util.List;
import java.util.Optional;
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
 * @param isOn whether deliveries are stored
 * @param maxBody the longest delivery, in bytes; 0 where only the daemon's own limit holds
 */
public record Hook(
        String name,
        long orderId,
        String stream,
        HookRules rules,
        List<Secret> secrets,
        long createdMs,
        String createdBy,
        long secretMs,
        boolean isOn,
        int maxBody) {

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
        return with(both, timeMs, isOn, maxBody);
    }

    /** The same, switched on or off. */
    Hook switched(boolean on) {
        return with(secrets, secretMs, on, maxBody);
    }

    /** The same with another limit. @param bytes 0 for none of its own */
    Hook limited(int bytes) {
        return with(secrets, secretMs, isOn, bytes);
    }

    /** The same with other values of what can change. */
    private Hook with(List<Secret> newSecrets, long newSecretMs, boolean on, int newMaxBody) {
        return new Hook(name, orderId, stream, rules, newSecrets, createdMs, createdBy, newSecretMs, on, newMaxBody);
    }

    /** Why a delivery of this length, rightly signed, is not stored; empty for one that is. */
    Optional<Failure> refuse(int length) {
        return isOn
                ? refuseLength(length)
                : Optional.of(Failure.of(
                        Failure.Kind.READ_ONLY,
                        "the hook '" + name + "' is switched off: nothing was stored",
                        "deliver it again later; it is switched on with: photon hook enable " + name));
    }

    Optional<Failure> refuseLength(int length) {
        return maxBody == 0 || length <= maxBody
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.TOO_LARGE,
                        "the delivery has " + length + " bytes, more than max-body of the hook '" + name + "', "
                                + maxBody,
                        "deliver less, or raise it with: photon hook limit " + name + " SIZE"));
    }

    /** Until when the secret before is good, ms since 1970; null when it is over, or there is none. */
    public @Nullable Long formerSecretUntilMs(long nowMs) {
        return secrets.size() < 2 || secrets.get(1).untilMs() <= nowMs
                ? null
                : secrets.get(1).untilMs();
    }
}
