// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.backup.Backup;
import io.photon.backup.Restore;
import io.photon.backup.Restored;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Backups, restores and verifications as doors see them. */
final class Transfers {

    private Transfers() {}

    /** @param refusal why it must not go on; empty while it may */
    static Download of(Backup backup, Supplier<Optional<Failure>> refusal) {
        return new Download() {
            @Override
            public Result<Optional<byte[]>> next() {
                Optional<Failure> refused = refusal.get();
                return refused.isPresent() ? Result.err(refused.get()) : backup.next();
            }

            @Override
            public void close() {
                backup.close();
            }
        };
    }

    /** @param refusal why it must not go on; empty while it may */
    static Upload of(Restore restore, Supplier<Optional<Failure>> refusal) {
        return new Upload() {
            @Override
            public Optional<Failure> feed(byte[] bytes, int offset, int length) {
                return restore.feed(bytes, offset, length);
            }

            @Override
            public Result<Map<String, Object>> finish() {
                Optional<Failure> refused = refusal.get();
                return refused.isPresent()
                        ? Result.err(refused.get())
                        : restore.finish().map(done -> answer(done));
            }

            @Override
            public void close() {
                restore.close();
            }
        };
    }

    private static Map<String, Object> answer(Restored done) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("restored", done.restored());
        answer.put("skipped", done.skipped());
        answer.put("deleted", done.deleted());
        answer.put("left-out", done.leftOut());
        answer.put("head", done.head());
        return answer;
    }

    static Verification.Report of(VerifyListener listener) {
        return new Verification.Report() {
            @Override
            public void progress(long eventsChecked, long bytesChecked) {
                listener.progress(eventsChecked, bytesChecked);
            }

            @Override
            public void damage(String place, String what, long firstOrderId, long lastOrderId) {
                listener.damage(place, what, firstOrderId, lastOrderId);
            }
        };
    }
}
