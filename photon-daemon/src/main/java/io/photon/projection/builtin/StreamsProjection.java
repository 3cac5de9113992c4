// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.event.StreamNames;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.Reducer;
import io.photon.store.StateRows;

/**
 * {@code __streams__} (docs/projections): for each stream its total and, per schema version, the total and the inferred
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
        return "built in: totals and inferred schemas of all streams";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Reducer open(StateRows rows) {
        return new StreamsReducer(rows, StreamsReducer.DEFAULT_HELD);
    }
}
