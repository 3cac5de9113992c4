// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import java.util.Locale;
import java.util.TimeZone;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;

/** Contexts in which no class of Java is visible and nothing depends on where the daemon runs. */
final class ReductionContexts extends ContextFactory {

    @Override
    protected Context makeContext() {
        Context context = super.makeContext();
        context.setLanguageVersion(Context.VERSION_ECMASCRIPT);
        context.setInterpretedMode(false);
        context.setClassShutter(name -> false);
        context.setLocale(Locale.ROOT);
        context.setTimeZone(TimeZone.getTimeZone("UTC"));
        return context;
    }

    /** Without {@code __parent__} and a {@code __proto__} beside the one of objects: both change sealed objects too. */
    @Override
    protected boolean hasFeature(Context context, int feature) {
        return feature != Context.FEATURE_PARENT_PROTO_PROPERTIES && super.hasFeature(context, feature);
    }
}
