// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import java.util.regex.Pattern;
import org.mozilla.javascript.ScriptRuntime;

/**
 * What Rhino says in its errors, which a reduction can catch and keep: without the names of Rhino's classes and without places
 * in memory, which are others after a restart. Pure.
 */
public final class RhinoMessages {

    private static final Pattern UNDEFINED =
            Pattern.compile("org\\.mozilla\\.javascript\\.Undefined(@[0-9a-f]+)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern CLASS =
            Pattern.compile("\\b(?:org\\.mozilla|java|javax|io\\.photon)\\.(?:[a-z]\\w*\\.)*(?:Native)?([A-Z]\\w*)"
                    + "(?:\\$\\w+)*(?:@[0-9a-f]+)?");

    private static final Pattern NATIVE = Pattern.compile("\\bclass Native([A-Z])");

    private RhinoMessages() {}

    /** In place of {@code provider.getMessage(id, arguments)}. */
    public static String of(ScriptRuntime.MessageProvider provider, String id, Object[] arguments) {
        return plain(provider.getMessage(id, arguments));
    }

    static String plain(String message) {
        if (message == null) {
            return "";
        }
        String named = UNDEFINED.matcher(message).replaceAll("undefined");
        return NATIVE.matcher(CLASS.matcher(named).replaceAll("$1")).replaceAll("class $1");
    }
}
