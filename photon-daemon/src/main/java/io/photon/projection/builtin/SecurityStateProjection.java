// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.event.StreamNames;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.Reducer;
import io.photon.store.StateRows;

/** {@code __security-state__}: applications by user and client-id, without their secrets. */
public final class SecurityStateProjection implements BuiltIn {

    /** Its name. */
    public static final String NAME = "__security-state__";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String streamName() {
        return StreamNames.SECURITY;
    }

    @Override
    public String description() {
        return "built in: applications by user";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public Reducer open(StateRows rows) {
        return new SecurityReducer(rows);
    }
}
