// One line for each check, in the form that clients.sh counts.

// check runs one check and says how it went. A thrown error is a failure.
export async function check(name, run) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}: ${String(error.message ?? error).split("\n").slice(0, 3).join(" ")}`);
  }
}

// expect throws unless what was found is as it should be.
export function expect(found, what) {
  if (!found) throw new Error(`expected ${what}`);
}
