// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.result.Failure;
import io.photon.store.EventReader;
import io.photon.store.ForwardingReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Reads for a thread that may wait: before a large event is read there is memory for it, which is kept until the next
 * page or the end. For one thread. Close it when nothing of the last page is held any more.
 */
public final class BudgetedReader extends ForwardingReader implements AutoCloseable {

    /** What is read is copied once as a rule. */
    private static final int COPIES = 2;

    private final Budget budget;
    private @Nullable Lease held;

    public BudgetedReader(EventReader reader, Budget budget) {
        super(reader);
        this.budget = budget;
    }

    /** @throws LogException OVERLOADED when there is no memory for the next event in time */
    @Override
    public Page read(ReadRequest request) throws StoreException {
        close();
        Page page = super.read(request.noLongerThan(Math.min(request.longest(), Budget.LARGE_BYTES)));
        while (page.needed() > 0 && page.needed() <= request.longest()) {
            close();
            held = budget.await(Use.READS, (long) COPIES * page.needed(), Budget.REQUEST_WAIT_MS);
            if (held == null) {
                throw new LogException(
                        Failure.of(
                                Failure.Kind.OVERLOADED,
                                "too much is being read and sent at once: there was no memory for an event of "
                                        + page.needed() + " bytes in time",
                                "try again in a moment"),
                        null);
            }
            page = super.read(new ReadRequest(
                    request.stream(),
                    request.from(),
                    request.to(),
                    request.direction(),
                    1,
                    request.maxBytes(),
                    page.needed()));
        }
        return page;
    }

    /** Idempotent; a page may be read afterwards. */
    @Override
    public void close() {
        Lease last = held;
        held = null;
        if (last != null) {
            last.close();
        }
    }
}
