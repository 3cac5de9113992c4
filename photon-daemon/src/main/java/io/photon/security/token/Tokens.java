// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.result.Result;
import io.photon.security.Passwords;
import io.photon.security.ProvenIdentity;
import io.photon.security.SecurityLog;
import io.photon.security.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Everything that stands for a name: sessions, simple tokens, signed tokens, applications. Thread-safe. */
public final class Tokens {

    /** How long a simple token is good: what 0.9 said. */
    public static final Duration SIMPLE_LIFE = Duration.ofSeconds(900);

    public static final String SESSION = "session";
    /** How they log in who hold something that was handed out to them: it hands out nothing more. */
    static final String APPLICATION = "application";

    private static final Set<String> HANDED_OUT = Set.of("token", "simple token", APPLICATION);

    private final TokenLedger ledger;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Principals principals;
    private final CsrfTokens csrf = new CsrfTokens();
    private final Tickets sessions;
    private final Duration sessionLife;
    private final Tickets simple;
    private final SignedTokens signed;
    private final Applications applications;

    /**
     * @param ledger hears what {@code log} tells
     * @param nanoClock for what lives in memory
     * @param nowMs since 1970, for what is signed
     */
    public Tokens(
            SecurityLog log,
            TokenLedger ledger,
            Principals principals,
            Passwords passwords,
            SigningSecret secret,
            Tickets.Life sessions,
            SignedTokens.Lives lives,
            LongSupplier nanoClock,
            LongSupplier nowMs) {
        LastUse lastUse = new LastUse(log, nowMs);
        this.ledger = ledger;
        this.principals = principals;
        this.sessionLife = sessions.absolute();
        this.sessions = Tickets.sessions(sessions, nanoClock);
        this.simple = Tickets.simpleTokens(SIMPLE_LIFE, nanoClock);
        this.signed = new SignedTokens(log, ledger, principals, secret, lives, lastUse, nowMs);
        this.applications = new Applications(log, ledger, principals, passwords, lastUse, nowMs);
    }

    /**
     * For whom someone may ask for tokens, applications and sessions; empty for one who has not logged in, but shows what
     * was handed out, and for one whose rights are bounded.
     */
    public Optional<String> owner(ProvenIdentity login) {
        return HANDED_OUT.contains(login.means()) ? Optional.empty() : holder(login);
    }

    /** Whose tokens and applications someone may see and end; empty for an application, and with bounded rights. */
    public Optional<String> holder(ProvenIdentity login) {
        return login.limit() != null || login.means().equals(APPLICATION) ? Optional.empty() : principals.nameOf(login);
    }

    /** Begins a session. @return its id, a secret */
    public String openSession(ProvenIdentity login) {
        return sessions.issue(login);
    }

    /** How long a session lasts at most. */
    public Duration sessionLife() {
        return sessionLife;
    }

    /** Whose session this is, which is used with this; NOT_AUTHENTICATED when there is none, or it is over. */
    public Result<ProvenIdentity> session(String id) {
        return of(sessions, id, SESSION, "the session has ended", EntryRefusals.noSession());
    }

    /** Ends a session; one that is not there is no fault. */
    public void closeSession(String id) {
        sessions.end(id);
        listeners.forEach(Runnable::run);
    }

    /** @param listener runs whenever something may have ended that was handed out: it must not wait */
    public void onChange(Runnable listener) {
        listeners.add(listener);
        ledger.onChange(listener);
    }

    /** What only a page can know that got it in an answer to this session: a MAC of its id. */
    public String csrf(String sessionId) {
        return csrf.of(sessionId);
    }

    /** A token of {@link #SIMPLE_LIFE}. */
    public String issueSimple(ProvenIdentity login) {
        return simple.issue(login);
    }

    /** Who has this token, signed or simple? NOT_AUTHENTICATED; why, is told to who has one that is signed. */
    public Result<ProvenIdentity> check(String token) {
        return isSigned(token)
                ? signed.check(token)
                : of(simple, token, "simple token", "the simple token has ended", EntryRefusals.stranger());
    }

    /** Whether a text looks so: three parts. A simple token has one. */
    private static boolean isSigned(String text) {
        int first = text.indexOf('.');
        return first > 0 && text.indexOf('.', first + 1) > 0;
    }

    private Result<ProvenIdentity> of(
            Tickets tickets, String id, String means, String ended, Result<ProvenIdentity> unknown) {
        Optional<IssuedToken> found = tickets.use(id);
        if (found.isEmpty()) {
            return unknown;
        }
        String key = found.get().key();
        Result<ProvenIdentity> now = principals.current(found.get().identity());
        if (!now.isOk()) {
            tickets.end(id);
            return now;
        }
        ProvenIdentity login = now.value();
        Standing before = login.standing();
        Standing standing = () -> tickets.isGood(key) ? before.ended() : Optional.of(ended);
        return Result.ok(login.by(means, login.untilMs(), standing));
    }

    /** Ends the sessions and simple tokens of a user. */
    public void endTickets(String user) {
        sessions.endAll(user);
        simple.endAll(user);
        listeners.forEach(Runnable::run);
    }

    public SignedTokens signed() {
        return signed;
    }

    public Applications applications() {
        return applications;
    }
}
