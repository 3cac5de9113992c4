// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import io.photon.store.StateUnavailableException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one projection ({@link TaskState}) with what it holds: the definition it follows, its fold, its last error. The
 * transitions are here; {@link ProjectionTurn} says when each is due. For one thread at a time: its {@link ProjectionTask} sees
 * to that.
 */
final class ProjectionStateMachine {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionStateMachine.class);

    private final ProjectionContext context;
    private final String name;
    private final Runnable arrived;
    private final Supplier<Orders> orders;
    private final ProjectionFigures meter = new ProjectionFigures();
    private final Stay stay;
    private final Kept kept;
    private final Trouble trouble;
    private final LeftOut leftOut;
    private final Shown shown = new Shown();

    private TaskState state;
    /** What the fold was made of; null while nothing was loaded. */
    private @Nullable CompiledDefinition current;
    /** Null when there is no value: nothing is loaded, it could not be loaded, or it is closed. */
    private @Nullable Fold fold;
    /** A reader found that the state on disk is lost: an order for the next turn. */
    private boolean startsOver;

    private long version;

    /** @param arrived asks for a turn @param orders what is wanted at this moment @param stuck how the one before it got stuck */
    ProjectionStateMachine(
            String name,
            ProjectionContext context,
            Runnable arrived,
            Supplier<Orders> orders,
            Stay stay,
            @Nullable LastError stuck) {
        this.stay = stay;
        this.name = name;
        this.context = context;
        this.arrived = arrived;
        this.orders = orders;
        this.leftOut = new LeftOut(name, context);
        this.kept = new Kept(context.snapshots(), name);
        this.trouble = new Trouble(name, stuck);
        this.state = stuck == null ? new TaskState.Unloaded() : new TaskState.Inherited();
    }

    String name() {
        return name;
    }

    TaskState state() {
        return state;
    }

    /** What is wanted at this moment. */
    Orders orders() {
        return orders.get();
    }

    /** What its fold was made of; only once something was loaded. */
    CompiledDefinition current() {
        return Objects.requireNonNull(current);
    }

    /** Whether it is not, or is no longer, loaded as ordered. */
    boolean isOutdated(CompiledDefinition plan) {
        return current != plan || startsOver;
    }

    Trouble trouble() {
        return trouble;
    }

    LeftOut leftOut() {
        return leftOut;
    }

    Shown shown() {
        return shown;
    }

    ProjectionFigures meter() {
        return meter;
    }

    /** What its descriptor shows is not the same any more. */
    void changed() {
        version++;
    }

    /** The one place where the state changes. A closed one stays closed. */
    private void to(TaskState next) {
        if (state instanceof TaskState.Closed) {
            return;
        }
        if (state.status() != next.status()) {
            version++;
        }
        state = next;
    }

    /** Folds up to where it is to stand still. @return whether there is anything to fold */
    boolean refold(long lastGood) {
        if (value().position() < lastGood) {
            to(new TaskState.Refolding(cursor(lastGood), lastGood, state.hasFailed(), state.status()));
            return true;
        }
        return false;
    }

    /** Loads, and goes to the newest snapshot that still counts. */
    void begin(CompiledDefinition plan) {
        stopReading();
        dropFold();
        current = plan;
        trouble.begins(state instanceof TaskState.Waiting);
        to(new TaskState.Ready(state.status()));
        startsOver = false;
        leftOut.looked();
        shown.forget();
        version++;
        FoldStart start = start(plan);
        fold = start.fold();
        if (start.lacks() != null) {
            holdUp(0, start.lacks());
        } else if (start.error() != null) {
            fail(start.error());
        } else {
            shown.last(start.last());
            to(new TaskState.Ready(Status.CATCHING_UP));
        }
    }

    private FoldStart start(CompiledDefinition plan) {
        try {
            Snapshots snapshots = isBuiltIn(plan) ? kept.openOrDoWithout() : kept.open();
            return FoldStart.of(plan, snapshots, context.log(), context.scheduler()::nanos, stay, trouble);
        } catch (StateUnavailableException e) {
            return new FoldStart(null, null, e.getMessage(), null);
        }
    }

    /** Reads on, without an end. */
    void follow() {
        to(new TaskState.Ready(Status.CATCHING_UP));
        meter.begins(
                value().position(),
                value().processed(),
                context.log().head(),
                LiveCursor.totalEvents(context.log(), current().definition().stream()));
        to(new TaskState.Following(cursor(Long.MAX_VALUE), false));
    }

    private LiveCursor cursor(long to) {
        return new LiveCursor(context.log(), context.places(), current(), value().position() + 1, to, arrived);
    }

    /** What else it was it still is: one that refolds is ready for its next turn, or has failed. */
    void stopReading() {
        LiveCursor cursor = state.cursor();
        if (cursor != null) {
            cursor.cancel();
            to(state.hasFailed() ? new TaskState.Failed(false) : new TaskState.Ready(state.status()));
            meter.idle();
        }
    }

    /** To what was kept last up to a position. @return false when not even that can be had, and there is no value */
    boolean goBack(long position) {
        try {
            value().goBack(position);
            version++;
            return true;
        } catch (ReductionException | StateLostException | StateUnavailableException | VirtualMachineError e) {
            LOG.warn("projection '{}' has no value left: {}", name, e.getMessage());
            dropFold();
            return false;
        }
    }

    private void dropFold() {
        if (fold != null) {
            fold.close();
            fold = null;
        }
    }

    boolean fail(LastError error) {
        stopReading();
        trouble.fails(error);
        to(new TaskState.Failed(false));
        return false;
    }

    /** It has failed where another task of it got stuck before it could load anything. */
    boolean failUnloaded(CompiledDefinition plan, LastError error) {
        current = plan;
        return fail(error);
    }

    /** What is to be read next cannot be read. */
    boolean failUnreadable(LastError error) {
        trouble.fails(error);
        to(new TaskState.Failed(true));
        return false;
    }

    /** It tries again with the value it has; without one it has to begin again. */
    void retry() {
        trouble.forget();
        to(new TaskState.Ready(state.status()));
        if (fold == null) {
            begin(current());
        }
    }

    /** It has come to where it is paused. */
    void pause() {
        to(new TaskState.Paused());
        save();
    }

    /** It may have passed what was the head when it began to read. */
    void seeWhetherCaughtUp() {
        if (state instanceof TaskState.Following following && !following.caughtUp() && coversWhatThereWas()) {
            to(new TaskState.Following(following.cursor(), true));
        }
    }

    /** Whether the value covers what there was when it began to read; what there is now, where it has not begun. */
    private boolean coversWhatThereWas() {
        long target = state instanceof TaskState.Following
                ? meter.target()
                : context.log().head();
        return position() >= target;
    }

    /** The log is being closed: there is nothing to read any more. */
    void finish() {
        to(new TaskState.Ready(Status.FINISHED));
    }

    /** Something is lacking that is not the fault of the code: as it was kept last, it waits for another try. */
    boolean holdUp(long orderId, @Nullable String why) {
        stopReading();
        trouble.waits(context.scheduler().nanos(), orderId, why);
        to(new TaskState.Waiting());
        version++;
        if (fold != null) {
            goBack(Long.MAX_VALUE);
        }
        return false;
    }

    void save() {
        ToldConfig config = context.config().get(); // before looking for orders: what came up to here is one
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
            begin(current());
        }
    }

    /** The value covers everything up to here. */
    long position() {
        if (fold == null) {
            return 0;
        }
        return state instanceof TaskState.Following following
                ? following.cursor().position(fold.position())
                : fold.position();
    }

    /** The last good one, when there is none now. */
    byte[] currentValue() {
        if (fold != null && !shown.isOf(version)) {
            try {
                ReductionException none = shown.take(fold, version);
                if (none == null) {
                    meter.measured(fold.size());
                } else if (!shown.isLacking()
                        && !state.hasFailed()
                        && !isBuiltIn(orders.get().plan())) { // whose may be too large
                    failWithoutValue("shown", none);
                    if (fold != null) {
                        shown.take(fold, version); // it went back to a value that could be kept
                    }
                }
            } catch (StateLostException e) {
                stateLost();
            } catch (StateUnavailableException e) {
                LOG.debug("projection '{}' shows its value of before", name, e);
            }
        }
        return shown.value();
    }

    private static boolean isBuiltIn(CompiledDefinition plan) {
        return plan.origin() == Descriptor.Origin.BUILT_IN;
    }

    /** State on disk was lost while it was read: it starts over at its next turn. */
    void stateLost() {
        LOG.warn("projection '{}' starts over: its state on disk cannot be read", name);
        startsOver = true;
        arrived.run();
    }

    /** A value that cannot be given is no good one, and may hold much memory: back to the last that could be kept. */
    private void failWithoutValue(String what, ReductionException e) {
        String message = "the value cannot be " + what + ": " + e.getMessage();
        fail(new LastError(message, e.scriptStack(), value().lastOrderId(), 0));
        shown.last(null);
        goBack(Long.MAX_VALUE);
    }

    Descriptor describe(byte @Nullable [] value) {
        CompiledDefinition plan = current == null ? orders.get().plan() : current;
        return shown.describe(plan, status(), value, position(), fold, trouble.error(), meter);
    }

    /** What there is to read a value from, or null when there is none. */
    @Nullable Fold fold() {
        return fold;
    }

    /** The fold that is there: only once one was loaded, and while it is not closed. */
    Fold value() {
        return Objects.requireNonNull(fold);
    }

    Snapshots snapshots() {
        return kept.open();
    }

    /** Changes whenever the descriptor does. */
    long version() {
        return version;
    }

    /** Why it has failed or waits, or null. */
    @Nullable LastError error() {
        return trouble.error();
    }

    /** Why there is nothing to read a value from. */
    Failure noValue() {
        return trouble.noValue(state instanceof TaskState.Waiting);
    }

    /** The event at which it has failed, 0 when it has not failed at one that can be read. */
    long failedAt() {
        LastError error = trouble.error();
        return state instanceof TaskState.Failed failed && !failed.unreadable() && error != null ? error.orderId() : 0;
    }

    /** Whether the value could not be given for want of memory: asked again, it may be. */
    boolean isValueLacking() {
        return shown.isLacking();
    }

    /** How it is. One that covers what there was when it began does not catch up, though no turn may have seen that yet. */
    Status status() {
        boolean isCatchingUp = state.status() == Status.CATCHING_UP && !(state instanceof TaskState.Waiting);
        return isCatchingUp && fold != null && isSettled() && coversWhatThereWas() ? Status.RUNNING : state.status();
    }

    boolean isClosed() {
        return state instanceof TaskState.Closed;
    }

    boolean isRefolding() {
        return state instanceof TaskState.Refolding;
    }

    boolean isInThePast() {
        return isRefolding() || state.status() == Status.CATCHING_UP && !(state instanceof TaskState.Waiting);
    }

    /** Whether it is loaded as ordered, and not on its way back from a failure. */
    boolean isSettled() {
        return isClosed() || current != null && current == orders.get().plan() && !isRefolding();
    }

    /** Whether a turn is due that no event brings about. */
    boolean isTurnDue() {
        if (state instanceof TaskState.Waiting) {
            return trouble.isTryDue(context.scheduler().nanos());
        }
        return fold != null
                && !state.hasFailed()
                && (fold.isSaveDue(context.snapshotEvents())
                        || state.status() == Status.CATCHING_UP
                        || leftOut.isLookDue(fold));
    }

    void measure() {
        if (fold != null) {
            meter.measured(fold.size());
        }
    }

    /** Its thread does not come back: another thread releases what it holds, and nothing more is kept. */
    void abandon() {
        LiveCursor cursor = state.cursor();
        to(new TaskState.Closed(state.status()));
        if (cursor != null) {
            cursor.cancel();
        }
        kept.close(orders.get().remove());
    }

    /** Releases everything. @param keeps whether it keeps first what there is, unless it is to be removed */
    void close(boolean keeps) {
        if (isClosed()) {
            return;
        }
        if (keeps && !isRefolding()) {
            save();
        }
        stopReading();
        dropFold();
        kept.close(orders.get().remove());
        to(new TaskState.Closed(Status.FINISHED));
    }
}
