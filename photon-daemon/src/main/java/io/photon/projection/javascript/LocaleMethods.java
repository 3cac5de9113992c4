// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/**
 * Dates and numbers as texts of a language: the same on every machine, for a fold must not depend on where it is folded.
 * Without a language they are in the form of ISO 8601, and others are refused.
 */
final class LocaleMethods {

    private static final String DAY = "uuuu-MM-dd";
    private static final String TIME = "HH:mm:ss";

    private LocaleMethods() {}

    static void replace(ScriptableObject scope) {
        date(scope, "toLocaleString", DAY + " " + TIME);
        date(scope, "toLocaleDateString", DAY);
        date(scope, "toLocaleTimeString", TIME);
        for (String type : new String[] {"Number", "BigInt"}) {
            ScriptableObject prototype = (ScriptableObject) ScriptableObject.getClassPrototype(scope, type);
            Function plain = (Function) ScriptableObject.getProperty(prototype, "toString");
            method(scope, type, "toLocaleString", (context, self) -> {
                Scriptable object = ScriptRuntime.toObject(context, scope, self);
                return plain.call(context, scope, object, new Object[0]);
            });
        }
    }

    private interface Text {
        Object of(Context context, Object self);
    }

    private static void date(ScriptableObject scope, String name, String pattern) {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
        method(scope, "Date", name, (context, self) -> {
            if (!(self instanceof Scriptable object) || !object.getClassName().equals("Date")) {
                throw ScriptRuntime.typeError(name + " is a method of dates");
            }
            double time = ScriptRuntime.toNumber(self);
            return Double.isNaN(time) ? "Invalid Date" : format.format(Instant.ofEpochMilli((long) time));
        });
    }

    private static void method(ScriptableObject scope, String type, String name, Text text) {
        ScriptableObject prototype = (ScriptableObject) ScriptableObject.getClassPrototype(scope, type);
        prototype.put(name, prototype, new LambdaFunction(scope, name, 0, (context, from, self, arguments) -> {
            if (arguments.length > 0 && !Undefined.isUndefined(arguments[0])) {
                throw ScriptRuntime.typeError(
                        name + " knows no languages here: the value must be the same on every machine."
                                + " Write it without arguments, or toISOString() and toFixed()");
            }
            return text.of(context, self);
        }));
    }
}
