// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Gap;
import io.photon.log.LogException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a fold had to leave out because it cannot be read: says so, and looks now and then whether it can be read again, for
 * a log is healed, too. For one thread at a time.
 */
final class LeftOut {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOut.class);

    private static final long FIRST_PAUSE_NANOS = 60_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 3_600_000_000_000L;

    private final String name;
    private final ProjectionContext context;
    private long lookedAt;
    private long pause = FIRST_PAUSE_NANOS;
    private volatile boolean isSomeHealed;

    /** @param name of the projection */
    LeftOut(String name, ProjectionContext context) {
        this.name = name;
        this.context = context;
    }

    /** @return whether any of it is new */
    boolean noteAll(Fold fold, List<Gap> gaps) {
        boolean isNew = false;
        for (Gap gap : gaps) {
            isNew |= note(fold, gap);
        }
        return isNew;
    }

    private boolean note(Fold fold, Gap gap) {
        if (!fold.leaveOut(gap)) {
            return false;
        }
        looked();
        LOG.warn(
                "projection '{}' leaves out {}, which cannot be read; see the place with: photon verify --live; it starts"
                        + " over when that can be read again",
                name,
                gap.text());
        return true;
    }

    /** Some place can be read again, maybe one of these; told by any thread. */
    void placeHealed() {
        isSomeHealed = true;
    }

    /** Whether it is time to look whether it can be read again. */
    boolean isLookDue(Fold fold) {
        return !fold.gaps().isEmpty() && (isSomeHealed || context.scheduler().nanos() - lookedAt > pause);
    }

    boolean isHealed(CompiledDefinition plan, Fold fold) {
        boolean healed = false;
        isSomeHealed = false; // first: what is healed from now on asks for another look
        try {
            healed = SnapshotCheck.isAnyReadable(context.log(), plan, fold.gaps());
        } catch (LogException e) {
            LOG.debug("projection '{}' cannot look for what was damaged", name, e);
        }
        pause = healed ? FIRST_PAUSE_NANOS : Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        looked();
        return healed;
    }

    /** It was read a moment ago. */
    void looked() {
        lookedAt = context.scheduler().nanos();
    }
}
