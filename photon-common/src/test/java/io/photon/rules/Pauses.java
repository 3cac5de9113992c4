// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a test lets time pass by means of its own. That is how a test waits for what may take longer on another machine; once
 * seven of them did it by a latch that nothing could count down.
 */
final class Pauses {

    private static final Set<String> SLEEPS = Set.of(
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil");

    /** What the others call, and what tries this rule. */
    static final Set<String> ALLOWED =
            Set.of("io.photon.testing.Pause", "io.photon.testing.Eventually", "io.photon.rules.PausesTest$Examples");

    /** Something that was just made, so that nothing else can end the wait for it. */
    private static final Pattern FRESH = Pattern.compile("new (CountDownLatch|Semaphore|CompletableFuture|\\w+Queue)"
            + "(<[^()]*>)?\\([^()]*\\)\\s*\\.(await|tryAcquire|get|join|poll)\\(");

    private Pauses() {}

    /** The calls that sleep, each as where and what. @param allowed classes that may */
    static Set<String> breaches(JavaClasses tests, Set<String> allowed) {
        return tests.stream()
                .filter(type -> !allowed.contains(type.getName()))
                .map(JavaClass::getMethodCallsFromSelf)
                .flatMap(Set::stream)
                .filter(Pauses::sleeps)
                .map(JavaMethodCall::getDescription)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean sleeps(JavaMethodCall call) {
        return SLEEPS.contains(call.getTargetOwner().getName() + "." + call.getName());
    }

    /** Whether a source waits for what it has just made itself. */
    static boolean waitsForNothing(String source) {
        return FRESH.matcher(source).find();
    }
}
