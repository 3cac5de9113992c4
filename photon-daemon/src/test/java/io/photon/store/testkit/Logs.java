// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import io.photon.event.StreamNames;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.testing.Eventually;
import java.util.ArrayList;
import java.util.List;

/** What a log has, and waiting for what it will have. */
public final class Logs {

    /** A server that is started again may take a minute. */
    private static final int LIMIT_SECONDS = 90;

    private Logs() {}

    /** May fail. */
    public interface Attempt<T> {
        T run() throws StoreException;
    }

    /** The order-ids of all events. */
    public static List<Long> ids(EventReader store) throws StoreException {
        List<Long> ids = new ArrayList<>();
        long cursor = 0;
        Page page;
        do {
            page = store.read(ReadRequest.forwards(StreamNames.ALL, cursor));
            page.events().forEach(each -> ids.add(each.orderId()));
            cursor = page.cursor();
        } while (!page.end());
        return ids;
    }

    /** Asks until there is an answer. */
    public static <T> T eventually(Attempt<T> attempt) throws StoreException {
        return Eventually.succeedsWithin(LIMIT_SECONDS, StoreException.class, attempt::run);
    }

    /** Asks until an attempt says yes. */
    public static void until(String what, Attempt<Boolean> attempt) throws StoreException {
        eventually(() -> {
            if (!attempt.run()) {
                throw new StoreException(StoreException.Kind.FAILED, what);
            }
            return true;
        });
    }
}
