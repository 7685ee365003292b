/* Passkeys: the browser talks to the phone, the key or the laptop's own lock. A page that offers one has
   <form data-passkey="add|use|enter">, hidden until it is known that this browser can. */

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (known) => known?.map((credential) => ({ ...credential, id: bytesOf(credential.id) }));
const onPage = () => JSON.parse(document.getElementById("js_data").textContent);

async function add() {
  const options = onPage().creation_options.publicKey;
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      user: { ...options.user, id: bytesOf(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
      authenticatorSelection: { ...options.authenticatorSelection, residentKey: "required", requireResidentKey: true },
    },
  });
}

async function use(options) {
  return navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytesOf(options.challenge),
      allowCredentials: withBytes(options.allowCredentials),
    },
  });
}

/* Whose passkey it is comes with it: the page asks for no address. */
async function enter(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return use((await answer.json()).request_options.publicKey);
}

const WAYS = { add, use: () => use(onPage().request_options.publicKey), enter };
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function sent(credential) {
  const parts = PARTS.filter((part) => credential.response[part]);
  return JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(parts.map((part) => [part, textOf(credential.response[part])])),
  });
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = sent(await WAYS[form.dataset.passkey](form));
    form.submit();
  } catch {
    failed.hidden = false; // cancelled, timed out, or no passkey of this service here
  }
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", submit);
  });
}
