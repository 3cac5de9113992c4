// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.event.StreamNames;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.Reducer;
import io.photon.store.StateRows;

/**
 * {@code __streams__} (docs/projections): for each stream its total, its size and, per schema version, the total and the inferred
 * schema, from every event, none left out. {@link SchemaJson} shows what it looks like.
 */
public final class StreamsProjection implements BuiltIn {

    /** Its name. */
    public static final String NAME = "__streams__";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String streamName() {
        return StreamNames.ALL;
    }

    @Override
    public String description() {
        return "built in: totals, sizes and inferred schemas of all streams";
    }

    @Override
    public String version() {
        return "2"; // 1 had no sizes
    }

    @Override
    public Reducer open(StateRows rows) {
        return new StreamsReducer(rows, StreamsReducer.DEFAULT_HELD);
    }
}
