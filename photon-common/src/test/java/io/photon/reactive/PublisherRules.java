// SPDX-License-Identifier: Apache-2.0
package io.photon.reactive;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The official rules of Reactive Streams for publishers, a test each. */
public final class PublisherRules {

    /** How long something may take that must happen; generous, for a busy machine. */
    private static final long MUST_HAPPEN_MS = 5_000;

    /** How long nothing must happen. */
    private static final long NOTHING_MS = 50;

    /** How often to look whether it has happened. */
    private static final long GLANCE_MS = 20;

    private PublisherRules() {}

    /** Makes publishers for the rules. */
    public interface Source<T> {
        /** A publisher of that many elements; of very many it may give fewer, and never end. */
        Publisher<T> publisher(long elements) throws Exception;

        /** A publisher that signals a failure at once; null when there is no such thing. */
        Publisher<T> failed() throws Exception;
    }

    /**
     * @param source makes what is tried
     * @param notApplicable rules of optional features that the publisher does not have
     */
    public static <T> Stream<DynamicTest> of(Source<T> source, Set<String> notApplicable) {
        Supplier<PublisherVerification<T>> verification = () -> new Verification<>(source);
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested_"))
                .filter(method -> !notApplicable.contains(method.getName()))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(verification.get(), method)));
    }

    private static void run(PublisherVerification<?> rules, Method rule) throws Throwable {
        rules.setUp();
        try {
            rule.invoke(rules);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                fail("not verified: " + skipped.getMessage(), skipped);
            }
            throw e.getCause();
        }
    }

    private static final class Verification<T> extends PublisherVerification<T> {
        private final Source<T> source;

        Verification(Source<T> source) {
            super(new TestEnvironment(MUST_HAPPEN_MS, NOTHING_MS, GLANCE_MS));
            this.source = source;
        }

        @Override
        public Publisher<T> createPublisher(long elements) {
            try {
                return source.publisher(elements);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Publisher<T> createFailedPublisher() {
            try {
                return source.failed();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public long maxElementsFromPublisher() {
            return Long.MAX_VALUE - 1;
        }
    }
}
