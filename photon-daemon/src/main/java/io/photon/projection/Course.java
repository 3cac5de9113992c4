package io.photon.projection;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.log.LogException;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.Descriptor.Status;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import io.photon.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of one projection: which plan it follows, how far its fold is, why it stands still. Carries out orders, a
 * slice at a time. For one thread at a time: its {@link Runner} sees to that.
 */
final class Course {

    private static final Logger LOG = LoggerFactory.getLogger(Course.class);

    private static final long SLICE_NANOS = 4_000_000;
    /** A longer event is not shown as the last one. */
    private static final int MAX_SHOWN_BYTES = 64 * 1024;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final Pattern LINE = Pattern.compile("\\bline (\\d{1,7})\\b");

    /**
     * What is wanted of a projection.
     *
     * @param plan what it is to be
     * @param pause whether it is to stand still
     * @param remove whether it is to go, and what is kept of it
     */
    record Orders(Plan plan, boolean pause, boolean remove) {}

    private final Surroundings around;
    private final String name;
    private final Runnable arrived;
    private final Supplier<Orders> orders;
    private final Meter meter = new Meter();
    private Plan current;
    private Snapshots snapshots;
    private Fold fold;
    private Reading reading;
    private boolean failed;
    private boolean isRefolding;
    private boolean isStateLost;
    private final LeftOut leftOut;
    private boolean closed;
    private Event lastEvent;
    private LastError lastError;
    private Status status = Status.CATCHING_UP;
    private long version;
    private byte[] lastValue;
    private long lastValueVersion = -1;

    /** @param arrived asks for a turn @param orders what is wanted at this moment */
    Course(String name, Surroundings around, Runnable arrived, Supplier<Orders> orders) {
        this.name = name;
        this.around = around;
        this.arrived = arrived;
        this.orders = orders;
        this.leftOut = new LeftOut(name, around);
    }

    /**
     * Carries out orders, and folds for a slice of time.
     *
     * @param retry whether to try again what failed
     * @return whether there is more to do at once
     */
    boolean turn(boolean retry) {
        if (closed) {
            return false;
        }
        Orders now = orders.get();
        if (now.remove()) {
            letGo();
            return false;
        }
        if (current != now.plan() || isStateLost) {
            begin(now.plan());
        } else if (retry && failed && !isRefolding) {
            lastError = null;
            failed = false;
            if (fold == null) {
                begin(current);
            }
        }
        if (fold == null || failed && !isRefolding) {
            return false;
        }
        if (now.pause() && !isRefolding) {
            if (status != Status.PAUSED) {
                stopReading();
                changeTo(Status.PAUSED);
                save();
            } else if (fold.isSaveDue(around.snapshotEvents())) {
                save(); // it failed before
            }
            return false;
        }
        if (leftOut.isLookDue(fold) && leftOut.isHealed(current, fold)) {
            begin(current);
            return true;
        }
        if (reading == null) {
            subscribe(Long.MAX_VALUE);
        }
        boolean heldUp = fold.isHeldUp();
        boolean more = !heldUp && foldSome();
        if (fold != null && !failed && fold.isSaveDue(around.snapshotEvents())) {
            save();
        }
        return more || heldUp && fold != null && !fold.isHeldUp();
    }

    /** Loads, and goes to the newest snapshot that still counts. */
    private void begin(Plan plan) {
        stopReading();
        if (fold != null) {
            fold.close();
            fold = null;
        }
        current = plan;
        lastError = null;
        lastEvent = null;
        failed = false;
        isRefolding = false;
        isStateLost = false;
        leftOut.looked();
        lastValue = null; // of another definition, perhaps
        lastValueVersion = -1;
        version++;
        if (snapshots == null) {
            snapshots = around.snapshots().open(name);
        }
        Result<Fold> made = Fold.begin(plan, snapshots, around.pool()::nanos);
        if (made instanceof Result.Err<Fold> err) {
            snapshots.erase();
            fail(Fold.error(err.failure()));
            return;
        }
        fold = ((Result.Ok<Fold>) made).value();
        Optional<SnapshotCheck.Good> good =
                snapshots.latest().flatMap(latest -> SnapshotCheck.check(around.log(), plan, latest));
        try {
            if (good.isPresent() && fold.goTo(good.get().snapshot())) {
                lastEvent = shown(good.get().lastEvent());
            } else {
                fold.startOver();
            }
            changeTo(Status.CATCHING_UP);
        } catch (ReductionException e) {
            fail(new LastError("the initial value cannot be used: " + e.getMessage(), e.scriptStack(), 0, 0));
        }
    }

    private void subscribe(long to) {
        StreamSelector stream = current.definition().stream();
        if (to == Long.MAX_VALUE) {
            changeTo(Status.CATCHING_UP);
            meter.begins(fold.position(), fold.processed(), around.log().head(), totalEvents(stream));
        }
        reading = new Reading(around.log(), current, fold.position() + 1, to, arrived);
    }

    private long totalEvents(StreamSelector stream) {
        if (stream.name() == null) {
            return -1; // nobody counts the events of a glob
        }
        try {
            return around.log().reader().stream(stream.name())
                    .map(info -> info.totalEvents())
                    .orElse(-1L);
        } catch (StoreException e) {
            return -1; // it will be heard of when the events are read
        }
    }

    private void stopReading() {
        if (reading != null) {
            reading.cancel();
            reading = null;
            meter.idle();
        }
    }

    private boolean foldSome() {
        long start = around.pool().nanos();
        long events = 0;
        Event event = null;
        try {
            while ((event = nextEvent()) != null) {
                meter.busy();
                fold.reduce(event);
                reading.folded();
                events++;
                version++;
                lastEvent = event;
                if ((events & 3) == 0 && around.pool().nanos() - start > SLICE_NANOS) {
                    meter.worked(around.pool().nanos() - start, events);
                    return true;
                }
            }
            meter.worked(around.pool().nanos() - start, events);
            return atRest();
        } catch (ReductionException e) {
            return failAt(event, e.getMessage(), e.scriptStack());
        } catch (StateLostException e) {
            LOG.warn("projection '{}' starts over: {}", name, e.getMessage());
            begin(current);
            return true;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.error("projection '{}' failed", name, e);
            return failAt(event, "the engine failed: " + e, null);
        } finally {
            lastEvent = shown(lastEvent);
        }
    }

    /** What is kept of an event to show it: nothing of a large one, and nothing of the page it came in. */
    private static Event shown(Event event) {
        if (event == null || event.length() > MAX_SHOWN_BYTES) {
            return null;
        }
        return event.array().length > 2 * event.length() ? Event.ofLine(event.line()) : event;
    }

    /** The next event to fold; what could not be read before it is noted. */
    private Event nextEvent() {
        Event event = reading.peek();
        for (Gap gap : reading.gaps()) {
            if (leftOut.note(fold, gap)) {
                version++;
            }
        }
        return event;
    }

    /** Nothing to fold at the moment. */
    private boolean atRest() {
        meter.idle();
        if (reading.isOver()) {
            Throwable error = reading.error();
            stopReading();
            if (isRefolding) {
                isRefolding = false;
                version++;
                return false;
            }
            if (error instanceof LogException known && known.failure().kind() != Failure.Kind.OVERLOADED) {
                return fail(Fold.error(name, known));
            }
            changeTo(Status.FINISHED); // the log is being closed
            return false;
        }
        if (status == Status.CATCHING_UP && !failed && position() >= meter.target()) {
            changeTo(Status.RUNNING);
        }
        return false;
    }

    /** The value may be half changed: back to a snapshot, and up to the event before. */
    private boolean failAt(Event event, String message, String stack) {
        long lastGood = fold.position();
        boolean again = isRefolding;
        isRefolding = false;
        fail(again ? lastError : new LastError(message, stack, event.orderId(), lineOf(message)));
        try {
            fold.goBack();
            if (!again && fold.position() < lastGood) {
                isRefolding = true;
                subscribe(lastGood);
                return true;
            }
        } catch (ReductionException e) {
            LOG.warn("projection '{}' has no value left: {}", name, e.getMessage());
            fold.close();
            fold = null;
        }
        return false;
    }

    boolean fail(LastError error) {
        stopReading();
        failed = true;
        lastError = error;
        changeTo(Status.FAILED);
        LOG.warn("projection '{}' has failed at order-id {}: {}", name, error.orderId(), error.message());
        return false;
    }

    /** As engines write it: {@code line 3: …} */
    private static int lineOf(String message) {
        Matcher line = LINE.matcher(message == null ? "" : message);
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private void changeTo(Status other) {
        if (status != other) {
            status = other;
            version++;
        }
    }

    private void save() {
        long config = around.configPosition().getAsLong(); // before looking for orders: what came up to here is one
        Orders now = orders.get();
        if (now.remove() || now.plan() != current || fold == null || !fold.isChanged()) {
            return;
        }
        try {
            fold.passed(position());
            fold.save(config);
            meter.measured(fold.size());
        } catch (ReductionException e) {
            failWithoutValue("kept", e);
        } catch (StateLostException e) {
            LOG.warn("projection '{}' starts over: {}", name, e.getMessage());
            begin(current);
        }
    }

    /** The value covers everything up to here. */
    long position() {
        if (fold == null) {
            return 0;
        }
        return reading == null || isRefolding ? fold.position() : reading.position(fold.position());
    }

    /** The last good one, when there is none now. */
    byte[] currentValue() {
        if (fold != null && lastValueVersion != version && !takeValue() && fold != null) {
            takeValue(); // it went back to a value that could be kept
        }
        return lastValue == null ? NULL : lastValue;
    }

    private boolean takeValue() {
        try {
            lastValue = fold.value();
            lastValueVersion = version;
            meter.measured(fold.size());
            return true;
        } catch (ReductionException e) {
            LOG.debug("projection '{}' gives no value", name, e);
            if (!failed && current.origin() != Descriptor.Origin.BUILT_IN) { // whose values may be too large
                failWithoutValue("shown", e);
            }
            return false;
        } catch (StateLostException e) {
            stateLost();
            return false;
        }
    }

    /** State on disk was lost while it was read: it starts over at its next turn. */
    void stateLost() {
        LOG.warn("projection '{}' starts over: its state on disk cannot be read", name);
        isStateLost = true;
        arrived.run();
    }

    /** A value that cannot be given is no good one, and may hold much memory: back to the last that could be kept. */
    private void failWithoutValue(String what, ReductionException e) {
        String message = "the value cannot be " + what + ": " + e.getMessage();
        fail(new LastError(message, e.scriptStack(), fold.lastOrderId(), 0));
        lastEvent = null;
        try {
            fold.goBack();
        } catch (ReductionException none) {
            LOG.warn("projection '{}' has no value left: {}", name, none.getMessage());
            fold.close();
            fold = null;
        }
    }

    Descriptor describe(byte[] value) {
        Plan shown = current == null ? orders.get().plan() : current;
        long position = position();
        long processed = fold == null ? 0 : fold.processed();
        return new Descriptor(
                shown.definition(),
                shown.origin(),
                status,
                value,
                position,
                processed,
                lastEvent == null || lastEvent.streamName().equals(StreamNames.SECURITY) ? null : lastEvent.line(),
                lastError,
                meter.timing(position, processed),
                fold == null ? List.of() : fold.gaps());
    }

    /** What there is to read a value from, or null when there is none. */
    Fold fold() {
        return fold;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** Changes whenever the descriptor does. */
    long version() {
        return version;
    }

    /** Why it failed last, or null. */
    LastError lastError() {
        return lastError;
    }

    Status status() {
        return status;
    }

    /** Whether it has let go of everything. */
    boolean isClosed() {
        return closed;
    }

    /** Whether history is being folded. */
    boolean isInThePast() {
        return status == Status.CATCHING_UP || isRefolding;
    }

    /** Whether it is loaded as ordered, and not on its way back from a failure. */
    boolean isSettled() {
        return closed || current != null && current == orders.get().plan() && !isRefolding;
    }

    /** Whether a turn is due that no event brings about. */
    boolean isTurnDue() {
        return fold != null
                && !failed
                && (fold.isSaveDue(around.snapshotEvents()) || status == Status.CATCHING_UP || leftOut.isLookDue(fold));
    }

    void measure() {
        if (fold != null) {
            meter.measured(fold.size());
        }
    }

    /** Why there is nothing to read a value from. */
    Failure hasNone() {
        return Failure.of(
                Failure.Kind.CONFLICT,
                "projection '" + name + "' has no value: " + (lastError == null ? "" : lastError.message()),
                "create it anew with --replace");
    }

    /** Keeps what there is, unless it is to go, and lets go of everything. */
    void letGo() {
        if (closed) {
            return;
        }
        if (!isRefolding) {
            save();
        }
        closed = true;
        stopReading();
        if (fold != null) {
            fold.close();
            fold = null;
        }
        if (snapshots != null) {
            if (orders.get().remove()) {
                snapshots.erase();
            }
            snapshots.close();
            snapshots = null;
        }
        changeTo(Status.FINISHED);
    }
}
