/* The gate as a model: one change of two writes that somebody has to approve, carried
 * out by one of several replicas that share a store, against a tenant whose answers
 * get lost and whose effects come late. "make model" proves, for every order in which
 * these can happen:
 *
 *   once    no write is sent twice, so nothing is done twice
 *   asked   nothing is sent without an approval in time
 *   honest  what is recorded is so: done means that the tenant shows it, failed that
 *           it does not and that nothing can land any more
 *
 * Each fault that the gate once had is a variant that has to fail:
 *
 *   EARLY     an effect that does not show is believed absent at once
 *   NOFENCE   who has lost the lease sends all the same
 *   TAKEOVER  an execution is taken over although somebody works on it, and closed
 *   UNREAD    a tenant that cannot be read is taken for one that is as wanted
 *
 * Times are left out: whatever waits may wait for ever, and a lease ends at any moment,
 * which covers processes that are slow, frozen or killed. What time does guarantee is
 * that the quiet time is over only when nothing is on its way any more.
 *
 * become(FROM, TO) marks the transitions; a test compares them with the gate's own
 * table in internal/confirm/transitions.go.
 */

#ifndef REPLICAS
#define REPLICAS 3
#endif
#ifndef TAKEOVERS
#define TAKEOVERS 3          /* how often the lease is taken at most, the first time included */
#endif
#define ITEMS 2
#define NOBODY 0

mtype = { Pending, Executing, Done, PartlyDone, Failed, Unknown, Declined, Expired, Stale };
mtype = { open, done, lost, failed };

/* The store. Each access to it is one step, as each is one statement in a database. */
mtype state = Pending;
mtype item[ITEMS] = open;    /* outcomes on record */
byte holder = NOBODY;        /* of the lease */
byte fence = 0;              /* counts who took the lease */
bool approved = false;

/* The tenant, and the network before it. */
bool there[ITEMS];           /* the effect shows */
byte onWay[ITEMS];           /* sent, and neither done nor dropped */
byte sends[ITEMS];
bool readable = true;

#define sentAny   (sends[0] + sends[1] > 0)
#define underWay  (onWay[0] + onWay[1] > 0)

inline become(from, to) {
	assert(state == from);
	state = to
}

/* conclude gives the state that the items add up to, from whatever it was. */
inline conclude() {
	if
	:: item[0] == lost || item[1] == lost || item[0] == open || item[1] == open ->
		if
		:: state == Executing -> become(Executing, Unknown)
		:: else -> skip
		fi
	:: item[0] == done && item[1] == done -> allDone()
	:: item[0] == failed && item[1] == failed ->
		if
		:: state == Executing -> become(Executing, Failed)
		:: state == Unknown -> become(Unknown, Failed)
		:: else -> skip
		fi
	:: else ->
		if
		:: state == Executing -> become(Executing, PartlyDone)
		:: state == Unknown -> become(Unknown, PartlyDone)
		:: state == Failed -> become(Failed, PartlyDone)
		:: else -> skip
		fi
	fi;
	honest()
}

inline allDone() {
	if
	:: state == Executing -> become(Executing, Done)
	:: state == Unknown -> become(Unknown, Done)
	:: state == Failed -> become(Failed, Done)
	:: state == PartlyDone -> become(PartlyDone, Done)
	:: else -> skip
	fi
}

/* honest: the record is compared with the tenant whenever it is written. */
inline honest() {
	assert(item[0] != done || there[0]);
	assert(item[1] != done || there[1]);
	assert(state != Done || (there[0] && there[1]))
}

/* send is the check of the fence and the sending, with nothing in between. */
inline send(i) {
	atomic {
		if
#ifdef NOFENCE
		:: true ->
#else
		:: holder == _pid && fence == mine ->
#endif
			assert(approved);          /* asked */
			sends[i]++;
			assert(sends[i] == 1);     /* once */
			onWay[i]++
		:: !(holder == _pid && fence == mine) -> goto idle
		fi
	}
}

/* answer: the tenant says that it is done, or the answer is lost and nobody knows. */
inline answer(i) {
	atomic {
		if
		:: there[i] -> got[i] = done
		:: got[i] = lost
		fi
	}
}

/* look reads the tenant for one item whose outcome is open. What does not show has
 * failed when nothing was ever sent, or when the quiet time is over. */
inline look(i) {
	if
	:: item[i] == done -> skip
	:: else ->
		if
		:: there[i] -> item[i] = done
		:: !there[i] && !sentAny -> item[i] = failed
#ifdef EARLY
		:: !there[i] && sentAny -> item[i] = failed
#else
		:: !there[i] && sentAny && !underWay -> item[i] = failed
		:: !there[i] && sentAny && item[i] != failed -> item[i] = lost
#endif
		fi
	fi
}

/* land: an effect comes. Whatever is on record as failed can land no more. */
inline land(i) {
	there[i] = true;
	assert(item[i] != failed);                               /* honest */
	assert(state == Executing || state == Unknown)           /* asked, honest */
}

/* The world does what it likes, as often as it likes. It comes first, so
 * that no replica has the process number that stands for nobody. */
active proctype world() {
	do
	:: atomic { holder != NOBODY -> holder = NOBODY }        /* a lease ends: its holder is slow, frozen or dead */
	:: atomic { onWay[0] > 0 -> onWay[0]--; land(0) }
	:: atomic { onWay[1] > 0 -> onWay[1]--; land(1) }
	:: atomic { onWay[0] > 0 -> onWay[0]-- }                 /* a write is lost for good */
	:: atomic { onWay[1] > 0 -> onWay[1]-- }
	:: atomic { state == Pending -> become(Pending, Declined) }
	:: atomic { state == Pending -> become(Pending, Expired) }
	:: atomic { readable -> readable = false }
	:: atomic { !readable -> readable = true }
	od
}

active [REPLICAS] proctype replica() {
	byte mine;
	mtype got[ITEMS];

idle:
	mine = 0; got[0] = open; got[1] = open;
	do
	/* Somebody says yes here. The first one takes the lease; every later one is told. */
	:: atomic { state == Pending && holder == NOBODY ->
		approved = true;
		become(Pending, Executing);
		fence++; holder = _pid; mine = fence };
		break
	/* Nobody holds the lease on an execution: it is taken over. */
#ifdef TAKEOVER
	:: atomic { state == Executing && fence < TAKEOVERS ->
#else
	:: atomic { state == Executing && holder == NOBODY && fence < TAKEOVERS ->
#endif
		fence++; holder = _pid; mine = fence };
		goto settle
	/* What is not known yet, or failed for want of an effect, is looked at again. */
	:: atomic { (state == Unknown || (state == Failed && sentAny) || (state == PartlyDone && sentAny)) && holder == NOBODY && readable ->
		look(0); look(1); conclude() }
	od;

	/* The tenant is read again before anything is sent. */
	if
	:: atomic { readable && holder == _pid && fence == mine -> skip }
	:: atomic { holder == _pid && fence == mine ->
		become(Executing, Stale); holder = NOBODY }; goto idle
	:: atomic { !readable && holder == _pid && fence == mine ->
#ifdef UNREAD
		item[0] = done; item[1] = done;
		become(Executing, Done); honest();
#else
		item[0] = failed; item[1] = failed;
		become(Executing, Failed);
#endif
		holder = NOBODY }; goto idle
	:: atomic { !(holder == _pid && fence == mine) -> skip }; goto idle
	fi;

	send(0); answer(0);
	atomic { if :: holder == _pid && fence == mine -> item[0] = got[0]; honest() :: else -> goto idle fi };
	send(1); answer(1);

	/* The end is recorded by whoever still holds the lease. */
	atomic {
		if
		:: holder == _pid && fence == mine ->
			item[1] = got[1];
			conclude(); holder = NOBODY
		:: else -> skip
		fi };
	goto idle;

settle:
	atomic {
		if
		:: holder == _pid && fence == mine && readable ->
#ifdef TAKEOVER
			if :: !there[0] -> item[0] = failed :: else -> item[0] = done fi;
			if :: !there[1] -> item[1] = failed :: else -> item[1] = done fi;
#else
			look(0); look(1);
#endif
			conclude(); holder = NOBODY
		:: holder == _pid && fence == mine && !readable ->
			if :: !sentAny -> item[0] = failed; item[1] = failed :: else -> skip fi;
			conclude(); holder = NOBODY
		:: else -> skip
		fi };
	goto idle
}
