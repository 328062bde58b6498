// A small app on Slack's own library, for the fake Slack to be checked with.
// It answers what bolt_test.go does to it, over Socket Mode or signed HTTP.

import bolt from '@slack/bolt';

const { App, LogLevel } = bolt;
const socketMode = process.env.MODE === 'socket';

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  socketMode,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

const plain = (text) => ({ type: 'plain_text', text });

const card = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Delete *DB Access*?' } },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'replace', text: plain('Replace'), value: 'id-1' },
      { type: 'button', action_id: 'update', text: plain('Update'), value: 'id-2' },
      { type: 'button', action_id: 'open', text: plain('Open') },
    ],
  },
];

const form = (title) => ({
  type: 'modal',
  callback_id: 'create',
  private_metadata: 'kept',
  notify_on_close: true,
  title: plain(title),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'name' },
    },
    {
      type: 'input',
      block_id: 'owner',
      optional: true,
      label: plain('Owner'),
      element: { type: 'external_select', action_id: 'owner', min_query_length: 1, placeholder: plain('who') },
    },
  ],
});

// What the library reports of a refused call, in one line.
const reported = ({ data }) =>
  [data.error, data.needed, ...(data.response_metadata?.messages ?? [])].filter(Boolean).join(' ');

app.command('/govgroup', async ({ command, ack, respond, say, client }) => {
  const [word, ...rest] = command.text.split(' ');
  switch (word) {
    case 'ack':
      return ack({ text: `acknowledged ${rest.join(' ')}` });
    case 'respond':
      await ack();
      await respond('first');
      return respond({ text: 'second', response_type: 'in_channel' });
    case 'card':
      await ack();
      return say({ text: 'a card', blocks: card });
    case 'form':
      await ack();
      return client.views.open({ trigger_id: command.trigger_id, view: form('Create') });
    case 'wrong':
      await ack();
      return client.views
        .open({ trigger_id: command.trigger_id, view: form('A title that is far too long') })
        .catch((e) => respond(reported(e)));
    case 'scope':
      await ack();
      return client.conversations.open({ users: command.user_id }).catch((e) => respond(reported(e)));
    case 'who':
      await ack();
      return respond((await client.users.info({ user: command.user_id })).user.profile.email);
    default:
      return undefined; // never acknowledged
  }
});

app.action('replace', async ({ ack, respond, action, body }) => {
  await ack();
  await respond({ replace_original: true, text: `replaced ${action.value} by ${body.user.id}` });
});

app.action('update', async ({ ack, client, action, body }) => {
  await ack();
  await client.chat.update({
    channel: body.channel.id,
    ts: body.message.ts,
    text: `updated ${action.value}`,
    blocks: [],
  });
});

app.action('open', async ({ ack, client, body }) => {
  await ack();
  const { view } = await client.views.open({ trigger_id: body.trigger_id, view: form('Skeleton') });
  await client.views.update({ view_id: view.id, hash: view.hash, view: form('Filled') });
});

app.options('owner', async ({ ack, options }) =>
  ack({ options: [{ text: plain(`Jane for ${options.value}`), value: 'id-jane' }] }),
);

app.view('create', async ({ ack, view, body, client }) => {
  const { name, owner } = view.state.values;
  if (name.name.value === 'taken') {
    return ack({ response_action: 'errors', errors: { name: 'taken already' } });
  }
  await ack({ response_action: 'update', view: { type: 'modal', title: plain('Done'), blocks: [card[0]] } });
  const chosen = owner.owner.selected_option?.value ?? 'nobody';
  return client.chat.postMessage({
    channel: body.user.id,
    text: `created ${name.name.value} for ${chosen}, ${view.private_metadata}`,
  });
});

app.view({ callback_id: 'create', type: 'view_closed' }, async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: 'closed' });
});

// Errors of the app itself are the tests' business, not a reason to die.
app.error(async (error) => console.error(error.message));

const server = await app.start(0);
console.log(`ready ${socketMode ? 0 : server.address().port}`);
