/** Shows answers below the forms; without it, browsers go to them. */

for (const form of document.forms) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, String(value));
    const output = form.nextElementSibling;
    output.hidden = false;
    try {
      const response = await fetch(url);
      const answer = JSON.stringify(await response.json(), null, 2);
      output.textContent = `GET ${url.pathname}${url.search}\n${response.status} ${response.statusText}\n\n${answer}`;
    } catch (error) {
      output.textContent = String(error);
    }
  });
}
