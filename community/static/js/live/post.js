// Sends a form, and says in a sentence what went wrong.

// Resolves to "" when it is done, otherwise to the server's sentence, or to `unsent` when none came back.
export async function post(address, body, unsent) {
  const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (response?.redirected) location.assign(response.url); // signed out meanwhile
  else if (response?.ok) return "";
  const answer = (await response?.json().catch(() => null)) ?? {};
  return answer.error || unsent;
}
