// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;

/** What Rhino asks before a {@code for … in}. */
public final class Iterations {

    private Iterations() {}

    /** No object has names of its own choice, whatever its {@code __iterator__} is: in data that is a name like others. */
    public static @Nullable Scriptable none(Context context, Scriptable object, boolean keysOnly) {
        return null;
    }
}
