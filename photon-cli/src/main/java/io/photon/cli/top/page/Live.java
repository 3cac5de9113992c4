// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.Reading;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page asks with each reading, as long as what is shown is now, and once to have something to show: the daemon
 * keeps no history of it. One thread.
 */
final class Live {

    /** A caller that is refused now is refused a second later too, and a refusal costs the connection. */
    private static final long AFTER_REFUSAL_MS = 30_000;

    private final Need need;
    private long askedAtMs = -1;
    private boolean isRefused;
    private boolean isWaiting;
    private boolean isKnown;
    private @Nullable String problem;

    Live(Need need) {
        this.need = need;
    }

    /** What to ask, once for each reading, and not before the last answer came. */
    List<Need> needs(Moment moment) {
        Reading now = moment.now();
        boolean isOld = moment.back() > 0 && isKnown;
        if (now == null || isOld || isWaiting || now.atMs() == askedAtMs) {
            return List.of();
        }
        if (isRefused && now.atMs() - askedAtMs < AFTER_REFUSAL_MS) {
            return List.of();
        }
        askedAtMs = now.atMs();
        isWaiting = true;
        return List.of(need);
    }

    /** Takes an answer. @return it, or null when there is nothing new */
    byte @Nullable [] answered(Result<byte[]> answer) {
        isWaiting = false;
        if (answer instanceof Result.Err<byte[]> err) {
            Failure failure = err.failure();
            boolean isAnotherVersion = failure.kind() == Failure.Kind.NOT_FOUND;
            isRefused = isAnotherVersion || failure.kind() == Failure.Kind.DENIED;
            problem = isAnotherVersion ? "this daemon is too old to be asked for it" : failure.message();
            return null;
        }
        problem = null;
        isRefused = false;
        isKnown = true;
        return answer.value();
    }

    /** What to show instead of rows; null when there are some. */
    @Nullable String remark() {
        return problem != null ? problem : isKnown ? null : "reading …";
    }

    boolean isProblem() {
        return problem != null;
    }

    /** What to say about a picture of the past; empty for now. */
    static String age(Moment moment) {
        return moment.back() == 0 ? "" : "   no past; 0 to now";
    }
}
