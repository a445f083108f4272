// The console: asks the HTTP API every few seconds and shows what it answers. All that comes from there gets into
// the page as text (textContent) or as an attribute's value, never as markup.

const PREFIX = document.documentElement.dataset.prefix;
const ENV = document.documentElement.dataset.env;
const KEY = 'camel-rest-connector.key';
const EVERY_MS = 2500;
const PATIENCE_MS = 15000;
const PAGE = 50;
// more are not counted by the server
const MANY = 1001;

const top_ = document.getElementById('top');
const main = document.getElementById('main');
const notice = document.getElementById('notice');
const dialog = document.getElementById('ask');

const state = {pulls: null, flows: null, data: null, away: null, seenAt: null, problem: null};
const picked = new Set();
let timer = 0;
let round = 0;

// ---- elements ----

const HANDLERS = ['onclick', 'onsubmit', 'onchange', 'oninput'];

function element(node, properties, children) {
    for (const [name, value] of Object.entries(properties ?? {})) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (HANDLERS.includes(name)) {
            node[name] = value;
        } else {
            node.setAttribute(name, value === true ? '' : value);
        }
    }
    for (const child of children.flat(Infinity)) {
        if (child !== null && child !== undefined && child !== false) {
            node.append(child instanceof Node ? child : String(child));
        }
    }
    return node;
}

const h = (name, properties, ...children) => element(document.createElement(name), properties, children);
const svg = (name, properties, ...children) =>
    element(document.createElementNS('http://www.w3.org/2000/svg', name), properties, children);

/** Makes a node like another, and leaves what is alike: focus, selection and scroll positions stay. */
function morph(node, wanted) {
    if (node.nodeType === Node.TEXT_NODE) {
        if (node.data !== wanted.data) {
            node.data = wanted.data;
        }
        return;
    }
    for (const {name} of [...node.attributes]) {
        if (!wanted.hasAttribute(name)) {
            node.removeAttribute(name);
        }
    }
    for (const {name, value} of wanted.attributes) {
        if (node.getAttribute(name) !== value) {
            node.setAttribute(name, value);
        }
    }
    HANDLERS.forEach(name => node[name] = wanted[name]);
    if (node.nodeName === 'INPUT' && node.type === 'checkbox') {
        node.checked = wanted.hasAttribute('checked');
    }
    morphChildren(node, [...wanted.childNodes]);
    if (node.nodeName === 'SELECT' && node !== document.activeElement) {
        node.value = wanted.value;
    }
}

function morphChildren(node, wanted) {
    const keyed = new Map([...node.children].filter(child => child.dataset.key).map(child => [child.dataset.key, child]));
    let at = node.firstChild;
    for (const want of wanted) {
        const key = want.dataset?.key;
        const match = key ? keyed.get(key) : at?.dataset?.key ? null : at;
        if (match && match.nodeName === want.nodeName) {
            if (match === at) {
                at = at.nextSibling;
            } else {
                node.insertBefore(match, at);
            }
            morph(match, want);
        } else {
            node.insertBefore(want, at);
        }
    }
    while (at) {
        const next = at.nextSibling;
        at.remove();
        at = next;
    }
}

// ---- the API ----

class Refusal extends Error {
    constructor(status, code, message) {
        super(message);
        this.status = status;
        this.code = code;
    }
}

/** Marks a number that a double cannot hold, so that it is shown as it came. */
const EXACT = '\ue000';

function parse(text) {
    return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g,
        token => token[0] === '"' || String(Number(token)) === token ? token : `"${EXACT}${token}"`));
}

const number = value => Number(String(value ?? 0).replace(EXACT, ''));

/** JSON with the numbers as they came. */
function json(value) {
    return JSON.stringify(value, null, 2).replace(new RegExp(`"${EXACT}([^"]*)"`, 'g'), '$1');
}

async function call(verb, path, body) {
    let answer;
    try {
        answer = await fetch(PREFIX + path, {
            method: verb,
            headers: {'x-api-key': sessionStorage.getItem(KEY) ?? '', 'content-type': 'application/json'},
            body: body === undefined ? undefined : JSON.stringify(body),
            cache: 'no-store',
            credentials: 'omit',
            signal: AbortSignal.timeout(PATIENCE_MS),
        });
    } catch (error) {
        throw new Refusal(0, 'away', error.name === 'TimeoutError' ? 'it does not answer in time' : 'it cannot be reached');
    }
    let content;
    try {
        content = parse(await answer.text());
    } catch (error) {
        throw new Refusal(answer.status, 'unreadable', `it answered ${answer.status} without JSON`);
    }
    if (!answer.ok) {
        throw new Refusal(answer.status, content.error?.code, content.error?.message ?? `it answered ${answer.status}`);
    }
    return content;
}

const get = path => call('GET', path);
const part = encodeURIComponent;

function query(values) {
    const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
    return given.length === 0 ? '' : '?' + given.map(([name, value]) => `${name}=${part(value)}`).join('&');
}

// ---- words and numbers ----

const grouped = new Intl.NumberFormat('en');
const count = value => grouped.format(number(value));
const capped = value => value >= MANY ? count(MANY - 1) + '+' : count(value);
const plural = (value, one, many = one + 's') => `${count(value)} ${number(value) === 1 ? one : many}`;

function span(ms) {
    const s = Math.round(ms / 1000);
    return s < 90 ? `${s} s` : s < 5400 ? `${Math.round(s / 60)} min` : s < 129600 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86400)} d`;
}

function ago(time) {
    const ms = Date.now() - Date.parse(time);
    return h('time', {datetime: time, title: new Date(time).toLocaleString()}, ms < 1500 ? 'just now' : `${span(ms)} ago`);
}

function ahead(time) {
    const ms = Date.parse(time) - Date.now();
    return h('time', {datetime: time, title: new Date(time).toLocaleString()}, ms < 500 ? 'now' : `in ${span(ms)}`);
}

function seconds(value) {
    const s = number(value);
    return s < 10 ? `${s.toFixed(s < 1 ? 2 : 1)} s` : span(s * 1000);
}

const pill = (kind, text) => h('span', {class: `pill ${kind}`}, text);

function pullStatus(pull) {
    const run = pull.lastRun;
    if (pull.running) {
        return pill('busy', 'Running');
    }
    if (pull.paused) {
        return pill('warn', 'Paused');
    }
    return run === null ? pill('', 'Not run yet') : runStatus(run);
}

function runStatus(run) {
    if (run.status === 'running') {
        return pill('busy', 'Running');
    }
    if (run.status === 'failed') {
        return pill('bad', 'Failed');
    }
    return run.deadLettered > 0 || run.warnings.length > 0 ? pill('warn', 'Completed') : pill('good', 'Completed');
}

const PAUSES = {
    unauthorized: 'the target refuses the credentials; it is tried again once a minute',
    gone: 'the target says that it is gone for good (410)',
    refused: 'too many requests in a row were refused',
};

function flowStatus(flow) {
    if (!flow.configured) {
        return pill('warn', 'No file');
    }
    if (flow.paused) {
        return pill('warn', 'Paused');
    }
    if (flow.pausedTenants > 0) {
        return pill('warn', 'Tenants paused');
    }
    if (flow.notBefore !== null && Date.parse(flow.notBefore) > Date.now()) {
        return pill('warn', 'Held back');
    }
    if (flow.retrying > 0) {
        return pill('warn', 'Retrying');
    }
    return flow.pending > 0 ? pill('busy', 'Sending') : pill('good', 'Idle');
}

/** Why a flow does not send, if it does not. */
function flowReason(flow) {
    if (!flow.configured) {
        return 'Its file is not in routes/ any longer; its records go on when it is back.';
    }
    if (flow.paused) {
        return `Paused ${span(Date.now() - Date.parse(flow.pausedAt))} ago: ${PAUSES[flow.pausedReason] ?? flow.pausedReason}.`;
    }
    if (flow.pausedTenants > 0) {
        return `${plural(flow.pausedTenants, 'tenant')} paused; the others are sent.`;
    }
    if (flow.notBefore !== null && Date.parse(flow.notBefore) > Date.now()) {
        return `The target asks to wait (Retry-After): ${span(Date.parse(flow.notBefore) - Date.now())} more.`;
    }
    const next = flow.nextTry;
    if (next !== null) {
        const when = Math.max(0, Date.parse(next.at) - Date.now());
        const cause = [next.lastStatus, next.error].filter(Boolean).join(': ');
        return `${flow.retrying >= MANY ? capped(MANY) + ' requests' : plural(flow.retrying, 'request')} to try again`
            + `, the next in ${span(when)}${cause ? ` (${cause})` : ''}`;
    }
    return null;
}

const JOB = {
    JOB_CREATED: ['', 'Waiting'],
    EXPORT_STARTED: ['busy', 'Sending'],
    JOB_COMPLETED: ['good', 'Completed'],
    JOB_CANCELLED: ['', 'Cancelled'],
};

function sums(job) {
    const sum = {accepted: 0, success: 0, fail: 0, existing: 0, updated: 0};
    Object.values(job.metrics.recordCount).forEach(accepted => sum.accepted += accepted);
    Object.values(job.state.summary).forEach(stream => {
        ['success', 'fail', 'existing', 'updated'].forEach(name => sum[name] += stream[name]);
    });
    sum.ok = sum.success + sum.updated + sum.existing;
    return sum;
}

function jobStatus(job) {
    const [kind, text] = JOB[job.status] ?? ['', job.status];
    return job.status === 'JOB_COMPLETED' && sums(job).fail > 0 ? pill('bad', 'With failures') : pill(kind, text);
}

const RECORD = {pending: '', sending: 'busy', delivered: 'good', existing: 'good', failed: 'bad', cancelled: ''};

// ---- parts of pages ----

function spark(minutes, kind, label) {
    const some = minutes.slice(-30);
    const most = Math.max(...some, 1);
    const points = some.map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * 100 / (some.length - 1)).toFixed(1)} ${(23 - value * 22 / most).toFixed(1)}`);
    return svg('svg', {class: `spark ${kind}`, viewBox: '0 0 100 24', preserveAspectRatio: 'none', role: 'img',
        'aria-label': `${label}, last 30 minutes: at most ${count(Math.max(...some))} records a minute`},
        svg('path', {d: points.join(' ')}));
}

function chart() {
    const add = (sources) => sources.reduce((sum, source) => sum.map((value, i) => value + source.minutes[i]), new Array(60).fill(0));
    const pulls = add(state.pulls);
    const flows = add(state.flows);
    const most = Math.max(...pulls.map((value, i) => value + flows[i]));
    const scale = 100 / Math.max(most, 1);
    const bars = pulls.map((value, i) => {
        const pullHeight = value * scale;
        const flowHeight = flows[i] * scale;
        const minutesAgo = 59 - i;
        return svg('g', {},
            svg('title', {}, `${minutesAgo === 0 ? 'the last 60 s' : `${minutesAgo} min ago`}: ${count(value)} pulled, ${count(flows[i])} pushed`),
            svg('rect', {class: 'hit', x: i * 10, y: 0, width: 10, height: 100, fill: 'transparent'}),
            pullHeight > 0 && svg('rect', {class: 'bar-pull', x: i * 10 + 1, y: (100 - pullHeight).toFixed(2), width: 8, height: pullHeight.toFixed(2)}),
            flowHeight > 0 && svg('rect', {class: 'bar-flow', x: i * 10 + 1, y: (100 - pullHeight - flowHeight).toFixed(2), width: 8, height: flowHeight.toFixed(2)}));
    });
    return h('div', {class: 'card chart'},
        h('div', {class: 'legend'},
            h('b', {}, 'Records a minute'),
            h('span', {class: 'key'}, 'pulled'),
            h('span', {class: 'key flows'}, 'pushed'),
            h('span', {class: 'highest'}, `highest ${count(most)}`)),
        svg('svg', {viewBox: '0 0 600 100', preserveAspectRatio: 'none', role: 'img',
            'aria-label': `Records a minute in the last hour: highest ${count(most)}, in the last 60 seconds ${count(pulls[59] + flows[59])}`},
            [0, 50, 100].map(y => svg('line', {class: 'rule', x1: 0, x2: 600, y1: y, y2: y})),
            bars),
        h('div', {class: 'axis', 'aria-hidden': 'true'}, h('span', {}, '60 min ago'), h('span', {}, '30 min'), h('span', {}, 'now')));
}

/** @param columns [title, class] each */
function table(label, columns, rows, otherwise) {
    if (rows.length === 0) {
        return h('p', {class: 'empty'}, otherwise);
    }
    return h('div', {class: 'scroll'}, h('table', {class: 'rows', 'aria-label': label},
        h('thead', {}, h('tr', {}, columns.map(([title, kind]) =>
            h('th', {scope: 'col', class: kind}, title === '' ? h('span', {class: 'hidden'}, 'Actions') : title)))),
        h('tbody', {}, rows)));
}

const cell = (label, kind, ...children) => h('td', {'data-label': label, class: kind}, h('div', {}, children));

function facts(...pairs) {
    return h('dl', {class: 'facts card'}, pairs.filter(Boolean).map(([name, ...value]) =>
        h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

function pages(address, values, from, next, newest = 'Newest', older = 'Older') {
    return h('nav', {class: 'pages', 'aria-label': 'Pages'},
        values[from] && h('a', {href: address + query({...values, [from]: null})}, `← ${newest}`),
        next !== null && next !== undefined && h('a', {class: 'older', href: address + query({...values, [from]: next})}, `${older} →`));
}

/** One that is off keeps the focus, which `disabled` would take away. */
const button = (text, label, onclick, kind, off) =>
    h('button', {type: 'button', 'aria-label': label, class: kind, onclick: off ? null : onclick, 'aria-disabled': off && 'true'}, text);

// ---- what can be done ----

let silence = 0;

function say(text, bad) {
    clearTimeout(silence);
    notice.replaceChildren(h('p', {class: bad ? 'bad' : null}, text));
    silence = setTimeout(() => notice.replaceChildren(), bad ? 10000 : 5000);
}

/** Does it, says what came of it, and shows what it has changed, or the page at `next`. */
async function act(work, done, next) {
    // what is asked for meanwhile may be gone when it is answered
    clearTimeout(timer);
    try {
        say(done(await work()));
        if (next && location.hash !== next) {
            go(next);
            return;
        }
    } catch (error) {
        if (!(error instanceof Refusal)) {
            throw error;
        }
        if (!leave(error)) {
            say(`Not done: ${error.message}`, true);
        }
    }
    await refresh();
}

/** @param options {title, text, yes, danger, tick}; answers null for no, else whether it was ticked */
function ask(options) {
    return new Promise(resolve => {
        let ticked = false;
        const end = answer => {
            dialog.onclose = null;
            dialog.close();
            resolve(answer);
        };
        const no = button('Cancel', null, () => end(null));
        const yes = button(options.yes, null, () => end(ticked), options.danger ? 'main danger' : 'main');
        dialog.replaceChildren(
            h('h2', {id: 'ask-title'}, options.title),
            h('p', {id: 'ask-text'}, options.text),
            options.tick ? h('label', {class: 'tick'},
                h('input', {type: 'checkbox', onchange: event => ticked = event.target.checked}), options.tick) : '',
            h('div', {class: 'actions'}, no, yes));
        dialog.onclose = () => end(null);
        dialog.showModal();
        (options.danger ? no : yes).focus();
    });
}

const ofPull = (name, deed) => `/api/pulls/${part(name)}/${deed}`;
const ofFlow = (name, deed) => `/api/flows/${part(name)}/${deed}`;

function pullButtons(pull) {
    const name = pull.name;
    return [
        button('Run now', `Run ${name} now`, () => act(() => call('POST', ofPull(name, 'run')), () => `${name} is running.`), null, pull.running),
        pull.paused
            ? button('Resume', `Resume ${name}`, () => act(() => call('POST', ofPull(name, 'resume')), () => `${name} runs by its schedule again.`))
            : button('Pause', `Pause ${name}`, () => act(() => call('POST', ofPull(name, 'pause')), () => `${name} is paused: its schedule starts no run.`)),
    ];
}

async function startOver(pull) {
    const forget = await ask({
        title: `Start ${pull.name} from the beginning?`,
        text: pull.resumes
            ? 'It would go on at the page where its last run failed. Instead, its next run begins at the first page, now.'
            : 'A run begins now, at the first page.',
        tick: 'Forget the stored state, too: everything is fetched and delivered again',
        yes: 'Start over',
    });
    if (forget !== null) {
        await act(() => call('POST', ofPull(pull.name, 'restart') + (forget ? '?state=forget' : '')),
            () => `${pull.name} began anew.`);
    }
}

function flowButtons(flow) {
    const name = flow.name;
    if (!flow.configured) {
        return [];
    }
    const buttons = [];
    if (flow.paused || flow.pausedTenants > 0) {
        buttons.push(button('Resume', `Resume ${name}`, () => act(() => call('POST', ofFlow(name, 'resume')), () => `${name} sends again.`), 'main'));
    }
    if (!flow.paused) {
        buttons.push(button('Pause', `Pause ${name}`, () => act(() => call('POST', ofFlow(name, 'pause')), () => `${name} is paused: it takes records, and sends none.`)));
    }
    return buttons;
}

// ---- pages ----

function why(text, kind) {
    return text ? h('div', {class: `why ${kind ?? ''}`, title: text}, text) : null;
}

function runText(run) {
    const parts = [plural(run.records, 'record'), `${count(run.delivered)} delivered`];
    if (run.skipped > 0) {
        parts.push(`${count(run.skipped)} skipped`);
    }
    if (run.deadLettered > 0) {
        parts.push(`${count(run.deadLettered)} dead-lettered`);
    }
    return parts.join(' · ');
}

function lettersOf(source) {
    return source.deadLetters === 0 ? '' :
        h('a', {href: '#/dead-letters' + query({from: source.name}), 'aria-label': `${capped(source.deadLetters)} dead letters of ${source.name}`}, capped(source.deadLetters));
}

function pullRow(pull) {
    const run = pull.lastRun;
    return h('tr', {'data-key': pull.name},
        h('td', {}, h('a', {class: 'name', href: `#/pull/${part(pull.name)}`}, pull.name), h('div', {class: 'sub'}, pull.schedule)),
        cell('State', null, pullStatus(pull)),
        cell('Last run', run ? null : 'none', run && [h('div', {}, runText(run)),
            h('div', {class: 'sub'}, pull.running ? ['began ', ago(run.startedAt)] : [ago(run.startedAt), ` · ${seconds(run.seconds)}`]),
            why(run.error && `${run.error.code}: ${run.error.message}`), why(run.warnings.join('; '), 'warn')]),
        cell('Next run', pull.nextRun ? null : 'none', pull.nextRun && ahead(pull.nextRun)),
        cell('Dead letters', `num ${pull.deadLetters === 0 ? 'none' : ''}`, lettersOf(pull)),
        cell('Records', null, spark(pull.minutes, '', pull.name)),
        h('td', {class: 'tools'}, h('div', {class: 'actions'}, pullButtons(pull))));
}

function flowRow(flow) {
    return h('tr', {'data-key': flow.name},
        h('td', {}, h('a', {class: 'name', href: `#/flow/${part(flow.name)}`}, flow.name), h('div', {class: 'sub'}, flow.target)),
        cell('State', null, flowStatus(flow), why(flowReason(flow), 'warn')),
        cell('Pending', 'num', count(flow.pending)),
        cell('A minute', 'num', count(flow.rate)),
        cell('Dead letters', `num ${flow.deadLetters === 0 ? 'none' : ''}`, lettersOf(flow)),
        cell('Records', null, spark(flow.minutes, 'flows', flow.name)),
        h('td', {class: 'tools'}, h('div', {class: 'actions'}, flowButtons(flow))));
}

function stat(label, value, href, kind) {
    return h(href ? 'a' : 'div', {href}, h('div', {class: 'label'}, label), h('div', {class: `value ${kind ?? ''}`}, value));
}

const sum = (sources, name) => sources.reduce((total, source) => total + source[name], 0);
const lettersInAll = () => sum(state.pulls, 'deadLetters') + sum(state.flows, 'deadLetters');
const anyCapped = () => [...state.pulls, ...state.flows].some(source => source.deadLetters >= MANY);

const overview = {
    title: () => 'Overview',
    load: async () => null,
    draw: () => [
        h('h1', {class: 'hidden', tabindex: '-1'}, 'Overview'),
        h('div', {class: 'now'},
            h('div', {class: 'card stats'},
                stat('Records, last 60 s', count(sum(state.pulls, 'rate') + sum(state.flows, 'rate'))),
                stat('Pending', count(sum(state.flows, 'pending'))),
                stat('Requests to retry', count(sum(state.flows, 'retrying'))),
                stat('Dead letters', count(lettersInAll() - (anyCapped() ? 1 : 0)) + (anyCapped() ? '+' : ''), '#/dead-letters', lettersInAll() > 0 ? 'bad-text' : '')),
            chart()),
        h('section', {'aria-labelledby': 'pulls'},
            h('div', {class: 'head'}, h('h2', {id: 'pulls'}, 'Pulls'), h('span', {class: 'quiet'}, count(state.pulls.length))),
            h('div', {class: 'card'}, table('Pulls',
                [['Name'], ['State'], ['Last run'], ['Next run'], ['Dead letters', 'num'], ['Records a minute'], ['']],
                state.pulls.map(pullRow), 'There is no pull yet: a file in routes/ makes one.'))),
        h('section', {'aria-labelledby': 'flows'},
            h('div', {class: 'head'}, h('h2', {id: 'flows'}, 'Flows'), h('span', {class: 'quiet'}, count(state.flows.length))),
            h('div', {class: 'card'}, table('Flows',
                [['Name'], ['State'], ['Pending', 'num'], ['A minute', 'num'], ['Dead letters', 'num'], ['Records a minute'], ['']],
                state.flows.map(flowRow), 'There is no flow yet: a file in routes/ makes one.'))),
    ],
};

const back = (href, text) => h('a', {class: 'back', href}, `← ${text}`);
const heading = text => h('h1', {tabindex: '-1'}, text);
const missing = (what, name) => [back('#/', 'Overview'), heading(name), h('p', {class: 'card empty'}, `There is no ${what} of this name here.`)];

const pullPage = {
    title: (name) => name,
    load: (values, name) => get(ofPull(name, 'runs') + query({limit: PAGE, before: values.before})),
    draw: (data, values, name) => {
        const pull = state.pulls.find(other => other.name === name);
        if (!pull) {
            return missing('pull', name);
        }
        return [
            back('#/', 'Overview'),
            h('div', {class: 'head'}, heading(name), pullStatus(pull),
                h('div', {class: 'actions'}, pullButtons(pull),
                    button('Start over…', `Start ${name} from the beginning`, () => startOver(pull), null, pull.running))),
            facts(['Schedule', pull.schedule],
                ['Next run', pull.nextRun ? ahead(pull.nextRun) : pull.paused ? ['paused ', ago(pull.pausedAt)] : pull.running ? 'runs now' : 'none'],
                ['To', pull.to.map(uri => h('div', {class: 'mono'}, uri))],
                pull.state !== null && ['State', h('span', {class: 'mono'}, json(pull.state))],
                pull.resumes && ['Next run begins', 'where the last one stopped'],
                ['Dead letters', lettersOf(pull) || 'none']),
            h('section', {'aria-labelledby': 'runs'},
                h('div', {class: 'head'}, h('h2', {id: 'runs'}, 'Runs')),
                h('div', {class: 'card'},
                    table('Runs', [['Began'], ['State'], ['Records'], ['Requests', 'num'], ['Took', 'num'], ['Remarks']],
                        data.runs.map(run => h('tr', {'data-key': run.run},
                            h('td', {}, ago(run.startedAt), h('div', {class: 'sub'}, new Date(run.startedAt).toLocaleString())),
                            cell('State', null, runStatus(run)),
                            cell('Records', null, runText(run)),
                            cell('Requests', 'num', count(run.requests)),
                            cell('Took', 'num', seconds(run.seconds)),
                            cell('Remarks', run.error || run.warnings.length || run.resumed ? null : 'none',
                                run.error && h('div', {class: 'why whole'}, `${run.error.code}: ${run.error.message}`),
                                run.warnings.map(text => h('div', {class: 'why warn whole'}, text)),
                                run.resumed && h('div', {class: 'sub'}, 'went on where the run before it stopped')))),
                        'It has not run yet.'),
                    pages(`#/pull/${part(name)}`, values, 'before', data.next))),
        ];
    },
};

const jobAddress = job => `#/flow/${part(job.flow_id)}/${part(job.tenant)}/${part(job.job_id)}`;

const flowPage = {
    title: (name) => name,
    load: (values, name) => get(values.tenant
        ? `/${part(ENV)}/${part(name)}/${part(values.tenant)}/jobs` + query({limit: PAGE, before: values.before})
        : '/api/jobs' + query({flow: name, limit: PAGE, before: values.before})),
    draw: (data, values, name) => {
        const flow = state.flows.find(other => other.name === name);
        const address = `#/flow/${part(name)}`;
        return [
            back('#/', 'Overview'),
            h('div', {class: 'head'}, heading(name), flow && flowStatus(flow), flow && h('div', {class: 'actions'}, flowButtons(flow))),
            flow && flowReason(flow) && h('p', {class: 'banner warn'}, flowReason(flow)),
            flow && facts(['Target', h('span', {class: 'mono'}, flow.target ?? 'not configured')], ['Pending', count(flow.pending)],
                ['On their way', count(flow.sending)], ['Records, last 60 s', count(flow.rate)],
                ['Requests to retry', capped(flow.retrying)], ['Dead letters', lettersOf(flow) || 'none']),
            h('section', {'aria-labelledby': 'jobs'},
                h('div', {class: 'head'}, h('h2', {id: 'jobs'}, 'Jobs')),
                h('div', {class: 'card'},
                    h('div', {class: 'filters'}, h('label', {}, 'Tenant',
                        h('input', {name: 'tenant', value: values.tenant, autocomplete: 'off', spellcheck: 'false', placeholder: 'all',
                            onchange: event => go(address + query({tenant: event.target.value.trim()}))}))),
                    table('Jobs', [['Job'], ['Tenant'], ['State'], ['Records', 'num'], ['Taken', 'num'], ['Failed', 'num'], ['Last change']],
                        data.jobs.map(job => {
                            const sum = sums(job);
                            return h('tr', {'data-key': job.job_id},
                                h('td', {}, h('a', {class: 'name', href: jobAddress(job)}, job.job_name)),
                                cell('Tenant', null, job.tenant),
                                cell('State', null, jobStatus(job)),
                                cell('Records', 'num', count(sum.accepted)),
                                cell('Taken', 'num', count(sum.ok)),
                                cell('Failed', `num ${sum.fail > 0 ? 'bad-text' : ''}`, count(sum.fail)),
                                cell('Last change', null, ago(job.last_updated)));
                        }), values.tenant ? 'There is no job of this tenant.' : 'Nobody has sent a job yet.'),
                    pages(address, values, 'before', data.next))),
        ];
    },
};

const jobPath = (flow, tenant, job) => `/${part(ENV)}/${part(flow)}/${part(tenant)}/jobs/${part(job)}`;

const jobPage = {
    title: (flow, tenant, job) => `Job of ${flow}`,
    load: async (values, flow, tenant, id) => {
        const path = jobPath(flow, tenant, id);
        const [job, records] = await Promise.all([
            get(path), get(`${path}/records` + query({limit: 100, status: values.status, after: values.after}))]);
        return {job, records};
    },
    draw: ({job, records}, values, flow, tenant, id) => {
        const sum = sums(job);
        const address = jobAddress(job);
        const open = sum.accepted - job.processed_rows;
        return [
            back(`#/flow/${part(flow)}`, flow),
            h('div', {class: 'head'}, heading(job.job_name), jobStatus(job),
                h('div', {class: 'actions'},
                    open > 0 && button('Cancel the rest…', null, async () => {
                        if (await ask({title: 'Cancel what is not sent yet?', text: `Up to ${plural(open, 'record')} of this job will not be sent.`, yes: 'Cancel them', danger: true}) !== null) {
                            await act(() => call('DELETE', jobPath(flow, tenant, id)), () => 'What was not sent is cancelled.');
                        }
                    }),
                    sum.fail > 0 && button(`Send ${plural(sum.fail, 'failed record')} again`, null,
                        () => act(() => call('POST', `${jobPath(flow, tenant, id)}/retry`), answer => `${plural(answer.retried, 'record')} sent again.`), 'main'))),
            facts(['Tenant', tenant], ['Accepted', ago(job.start_time)], ['Last change', ago(job.last_updated)],
                ['Job id', h('span', {class: 'mono'}, job.job_id)]),
            h('section', {'aria-labelledby': 'streams'},
                h('div', {class: 'head'}, h('h2', {id: 'streams'}, 'Streams')),
                h('div', {class: 'card'}, table('Streams', [['Stream'], ['Records', 'num'], ['Created', 'num'], ['Updated', 'num'], ['Existing', 'num'], ['Failed', 'num']],
                    Object.entries(job.state.summary).map(([stream, counts]) => h('tr', {'data-key': stream},
                        h('td', {class: 'name'}, stream),
                        cell('Records', 'num', count(job.metrics.recordCount[stream])),
                        cell('Created', 'num', count(counts.success)), cell('Updated', 'num', count(counts.updated)),
                        cell('Existing', 'num', count(counts.existing)), cell('Failed', `num ${counts.fail > 0 ? 'bad-text' : ''}`, count(counts.fail)))),
                    'The job holds no stream.'))),
            h('section', {'aria-labelledby': 'records'},
                h('div', {class: 'head'}, h('h2', {id: 'records'}, 'Records')),
                h('div', {class: 'card'},
                    h('nav', {class: 'tabs', 'aria-label': 'Records by result'},
                        ['', 'failed', 'pending', 'sending', 'delivered', 'existing', 'cancelled'].map(status =>
                            h('a', {href: address + query({status}), 'aria-current': (values.status ?? '') === status ? 'true' : null},
                                status === '' ? 'All' : status[0].toUpperCase() + status.slice(1)))),
                    table('Records', [['Record'], ['Result'], ['Id there'], ['Attempts', 'num'], ['Error']],
                        records.records.map(record => h('tr', {'data-key': `${record.stream} ${record.index}`},
                            h('td', {}, h('span', {class: 'name'}, `${record.stream} ${count(record.index + 1)}`),
                                record.externalId !== null && h('div', {class: 'sub mono'}, record.externalId)),
                            cell('Result', null, pill(RECORD[record.status] ?? '', record.status)),
                            cell('Id there', record.id === null ? 'none' : 'mono', record.id),
                            cell('Attempts', 'num', count(record.attempts)),
                            cell('Error', record.error === null && record.nextAttemptAt === null ? 'none' : null,
                                record.error !== null && h('div', {class: 'why whole'}, record.lastStatus === null ? '' : `${record.lastStatus}: `, record.error),
                                record.nextAttemptAt !== null && h('div', {class: 'sub'}, 'next try ', ahead(record.nextAttemptAt))))),
                        values.status ? `No record is ${values.status}.` : 'The job holds no record.'),
                    pages(address, values, 'after', records.next, 'First', 'Next'))),
        ];
    },
};

const FILTERS = ['from', 'tenant', 'stream', 'job', 'since', 'until', 'error'];
const filtersOf = values => Object.fromEntries(FILTERS.filter(name => values[name]).map(name => [name, values[name]]));

async function change(deed, selection, many, next) {
    const discards = deed === 'discard';
    if (discards || many) {
        const what = selection.ids ? plural(selection.ids.length, 'dead letter')
            : selection.all ? 'all dead letters' : 'all dead letters that match the filter';
        const yes = await ask({
            title: discards ? `Discard ${what}?` : `Replay ${what}?`,
            text: discards ? 'The records are deleted here for good, and cannot be sent again.'
                : 'Each goes the whole way again, with the same record id.',
            yes: discards ? 'Discard' : 'Replay',
            danger: discards,
        });
        if (yes === null) {
            return;
        }
    }
    await act(() => call('POST', `/api/dead-letters/${deed}`, selection), answer => {
        picked.clear();
        return discards ? `${plural(answer.discarded, 'dead letter')} discarded.` : `${plural(answer.replayed, 'dead letter')} on the way again.`;
    }, next);
}

const fromName = letter => letter.flow ?? letter.pull;

function letterRow(letter) {
    return h('tr', {'data-key': letter.id},
        h('td', {class: 'pick'}, h('input', {type: 'checkbox', checked: picked.has(letter.id), 'aria-label': `Select ${letter.recordId}`,
            onchange: event => {
                event.target.checked ? picked.add(letter.id) : picked.delete(letter.id);
                draw();
            }})),
        h('td', {}, h('a', {class: 'name', href: `#/dead-letter/${part(letter.id)}`}, fromName(letter)),
            h('div', {class: 'sub'}, [letter.tenant, letter.stream].filter(Boolean).join(' · '))),
        cell('When', null, ago(letter.at)),
        cell('Record', 'mono', letter.recordId.length > 24 ? letter.recordId.slice(0, 20) + '…' : letter.recordId),
        cell('Reason', null, why((letter.lastStatus === null ? '' : `${letter.lastStatus}: `) + letter.reason)),
        cell('Attempts', 'num', count(letter.attempts)),
        h('td', {class: 'tools'}, h('div', {class: 'actions'},
            button('Replay', `Replay ${letter.recordId} of ${fromName(letter)}`, () => change('replay', {ids: [letter.id]})))));
}

const lettersPage = {
    title: () => 'Dead letters',
    load: values => get('/api/dead-letters' + query({limit: PAGE, before: values.before, ...filtersOf(values)})),
    draw: (data, values) => {
        const address = '#/dead-letters';
        const given = filtersOf(values);
        const filtered = Object.keys(given).length > 0;
        const set = name => event => go(address + query({...given, [name]: event.target.value.trim()}));
        const field = (name, label, kind, placeholder) => h('label', {class: kind}, label,
            h('input', {name, value: values[name], placeholder, autocomplete: 'off', spellcheck: 'false', onchange: set(name)}));
        const names = [...new Set([...state.pulls, ...state.flows].map(source => source.name).concat(values.from ?? []))].sort();
        const choice = (name, label, options) => h('label', {}, label, h('select', {name, onchange: set(name)},
            options.map(([value, text]) => h('option', {value, selected: (values[name] ?? '') === value}, text))));
        const shown = new Set(data.deadLetters.map(letter => letter.id));
        [...picked].filter(id => !shown.has(id)).forEach(id => picked.delete(id));
        const allShown = shown.size > 0 && picked.size === shown.size;
        const every = filtered ? given : {all: true};
        return [
            h('div', {class: 'head'}, heading('Dead letters'), h('span', {class: 'quiet'}, 'records that could not be delivered')),
            h('div', {class: 'card'},
                h('div', {class: 'filters', role: 'search', 'aria-label': 'Filter'},
                    choice('from', 'From', [['', 'all'], ...names.map(name => [name, name])]),
                    choice('since', 'Since', [['', 'any time'], ['1h', 'the last hour'], ['24h', 'the last 24 hours'], ['7d', 'the last 7 days'],
                        ...(values.since && !['1h', '24h', '7d'].includes(values.since) ? [[values.since, values.since]] : [])]),
                    field('tenant', 'Tenant'), field('stream', 'Stream'), field('job', 'Job or run', null, 'id'),
                    field('error', 'Reason holds', 'wide')),
                h('div', {class: 'selection'},
                    h('label', {class: 'tick'}, h('input', {type: 'checkbox', checked: allShown, disabled: shown.size === 0,
                        onchange: event => {
                            picked.clear();
                            event.target.checked && shown.forEach(id => picked.add(id));
                            draw();
                        }}), picked.size === 0 ? 'Select all on this page' : `${count(picked.size)} selected`),
                    filtered && h('a', {href: address}, 'Clear the filter'),
                    h('div', {class: 'actions'}, picked.size > 0
                        ? [button('Replay', 'Replay the selected', () => change('replay', {ids: [...picked]}), 'main'),
                            button('Discard…', 'Discard the selected', () => change('discard', {ids: [...picked]}), 'danger')]
                        : [button(filtered ? 'Replay all that match…' : 'Replay all…', null, () => change('replay', every, true), null, shown.size === 0),
                            button(filtered ? 'Discard all that match…' : 'Discard all…', null, () => change('discard', every, true), 'danger', shown.size === 0)])),
                table('Dead letters', [['Select', 'pick'], ['From'], ['When'], ['Record'], ['Reason'], ['Attempts', 'num'], ['']],
                    data.deadLetters.map(letterRow),
                    data.next !== null ? 'None among those looked through; go on with the older ones.'
                        : filtered ? 'No dead letter matches the filter.' : 'No dead letters: everything was delivered.'),
                pages(address, values, 'before', data.next)),
        ];
    },
};

const letterPage = {
    title: () => 'Dead letter',
    load: (values, id) => get(`/api/dead-letters/${part(id)}`),
    draw: (letter, values, id) => {
        const job = letter.job && letter.tenant
            ? h('a', {class: 'mono', href: `#/flow/${part(letter.flow)}/${part(letter.tenant)}/${part(letter.job)}`}, letter.job)
            : h('span', {class: 'mono'}, letter.job ?? letter.run);
        return [
            back('#/dead-letters', 'Dead letters'),
            h('div', {class: 'head'}, heading(`Record ${letter.recordId}`),
                h('div', {class: 'actions'},
                    button('Replay', null, () => change('replay', {ids: [id]}, false, '#/dead-letters'), 'main'),
                    button('Discard…', null, () => change('discard', {ids: [id]}, false, '#/dead-letters'), 'danger'))),
            h('p', {class: 'banner'}, letter.lastStatus !== null && h('b', {}, `${letter.lastStatus} `), letter.reason),
            facts([letter.flow ? 'Flow' : 'Pull', h('a', {href: `#/${letter.flow ? 'flow' : 'pull'}/${part(fromName(letter))}`}, fromName(letter))],
                letter.tenant && ['Tenant', letter.tenant], letter.stream && ['Stream', letter.stream],
                [letter.flow ? 'Job' : 'Run', job], ['When', ago(letter.at)], ['Attempts', count(letter.attempts)]),
            h('section', {'aria-labelledby': 'record'},
                h('div', {class: 'head'}, h('h2', {id: 'record'}, 'Record')),
                h('pre', {class: 'card', tabindex: '0', 'aria-label': 'The record as JSON'}, json(letter.record))),
        ];
    },
};

// ---- from the address to the page ----

function route() {
    const [path, rest = ''] = location.hash.replace(/^#\/?/, '').split('?');
    const names = path.split('/').filter(Boolean).map(name => {
        try {
            return decodeURIComponent(name);
        } catch (error) {
            return name;
        }
    });
    const values = Object.fromEntries(new URLSearchParams(rest.replaceAll('+', '%2B')));
    const [first, ...others] = names;
    const page = first === 'pull' && others.length === 1 ? pullPage
        : first === 'flow' && others.length === 1 ? flowPage
        : first === 'flow' && others.length === 3 ? jobPage
        : first === 'dead-letters' ? lettersPage
        : first === 'dead-letter' && others.length === 1 ? letterPage
        : overview;
    return {page, values, names: page === overview || page === lettersPage ? [] : others};
}

function go(address) {
    location.hash = address;
}

let shown = '';

function draw() {
    if (sessionStorage.getItem(KEY) === null) {
        return;
    }
    const {page, values, names} = route();
    document.title = `${page.title(...names)} · Camel REST Connector`;
    morphChildren(top_, [bar(page)]);
    const content = [state.away && h('div', {class: 'banner', role: 'alert'}, state.away)];
    if (state.problem) {
        content.push(back('#/', 'Overview'), heading('Not there'), h('p', {class: 'card empty'}, state.problem));
    } else if (state.pulls && (page === overview || state.data !== null)) {
        content.push(...page.draw(state.data, values, ...names));
    } else {
        content.push(h('p', {class: 'empty'}, 'Loading…'));
    }
    const fresh = h('div', {'data-key': location.hash}, content);
    if (main.firstElementChild?.dataset.key === location.hash) {
        morph(main.firstElementChild, fresh);
    } else {
        main.replaceChildren(fresh);
    }
}

const mark = () => svg('svg', {viewBox: '0 0 16 16', 'aria-hidden': 'true'},
    svg('rect', {width: 16, height: 16, rx: 4, fill: 'var(--accent)'}),
    svg('path', {d: 'M3 6h8m0 0L8.5 3.5M11 6 8.5 8.5M13 10.5H5m0 0L7.5 8M5 10.5 7.5 13', fill: 'none', stroke: 'var(--accent-text)', 'stroke-width': 1.5}));

function bar(page) {
    const letters = state.pulls ? lettersInAll() : 0;
    const here = (...pagesHere) => pagesHere.includes(page) ? 'page' : null;
    return h('div', {class: 'bar'},
        h('a', {class: 'brand', href: '#/'}, mark(), 'Camel REST Connector'),
        h('span', {class: 'env', title: 'connector.env'}, ENV),
        h('nav', {'aria-label': 'Main'},
            h('a', {href: '#/', 'aria-current': here(overview, pullPage, flowPage, jobPage)}, 'Overview'),
            h('a', {href: '#/dead-letters', 'aria-current': here(lettersPage, letterPage)}, 'Dead letters',
                letters > 0 && h('span', {class: 'count'}, count(letters - (anyCapped() ? 1 : 0)) + (anyCapped() ? '+' : '')))),
        h('div', {class: 'right'},
            h('span', {class: `live ${state.away ? 'away' : ''}`}, state.away ? 'Away' : 'Live'),
            button('Forget key', 'Forget the API key', () => door('The key is forgotten.'), 'plain')));
}

/** Whether the key is of no use any longer; the page asks for another then. */
function leave(error) {
    if (error.status === 401) {
        door('This key is not known here.');
        return true;
    }
    if (error.code === 'forbidden') {
        door('This key is for one flow only. The console needs one without an @.');
        return true;
    }
    return false;
}

function door(message) {
    sessionStorage.removeItem(KEY);
    clearTimeout(timer);
    round++;
    Object.assign(state, {pulls: null, flows: null, data: null, away: null, problem: null});
    picked.clear();
    document.title = 'Camel REST Connector';
    top_.replaceChildren();
    const input = h('input', {id: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'key-hint'});
    main.replaceChildren(h('div', {class: 'card door'},
        h('h1', {tabindex: '-1'}, 'Camel REST Connector'),
        h('p', {class: 'quiet', id: 'key-hint'}, 'The API key is in ', h('code', {}, 'data/api-key'), ', or one of ', h('code', {}, 'connector.api.keys'),
            '. It is kept for this tab only.'),
        h('form', {onsubmit: event => {
            event.preventDefault();
            sessionStorage.setItem(KEY, input.value.trim());
            refresh();
        }},
        message && h('p', {role: 'alert', class: 'bad-text'}, message),
        h('label', {for: 'key'}, 'API key'), input,
        h('button', {class: 'main', type: 'submit'}, 'Open the console'))));
    input.focus();
}

/** Asks for all that the page shows, and again after a while. */
async function refresh() {
    clearTimeout(timer);
    if (sessionStorage.getItem(KEY) === null) {
        return;
    }
    const mine = ++round;
    const {page, values, names} = route();
    try {
        const [pulls, flows, data] = await Promise.all([get('/api/pulls'), get('/api/flows'),
            page.load(values, ...names).catch(error => error)]);
        if (mine !== round) {
            return;
        }
        if (data instanceof Error && (!(data instanceof Refusal) || ![400, 404].includes(data.status))) {
            throw data;
        }
        const gone = data instanceof Error;
        Object.assign(state, {pulls: pulls.pulls, flows: flows.flows, data: gone ? null : data, problem: gone ? data.message : null,
            away: null, seenAt: new Date()});
    } catch (error) {
        if (mine !== round) {
            return;
        }
        if (!(error instanceof Refusal)) {
            throw error;
        }
        if (leave(error)) {
            return;
        }
        state.away = `The connector does not answer as it should: ${error.message}. `
            + (state.seenAt ? `This is what was seen at ${state.seenAt.toLocaleTimeString()}; ` : '') + 'it is asked again all the while.';
    }
    draw();
    const address = location.hash || '#/';
    if (shown !== address && state.pulls) {
        // who cannot see the page change hears its heading
        if (shown !== '') {
            main.querySelector('h1')?.focus({preventScroll: true});
        }
        shown = address;
    }
    clearTimeout(timer);
    timer = document.hidden ? 0 : setTimeout(refresh, EVERY_MS);
}

addEventListener('hashchange', () => {
    state.data = null;
    state.problem = null;
    picked.clear();
    scrollTo(0, 0);
    refresh();
});
document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : refresh());

if (sessionStorage.getItem(KEY) === null) {
    door('');
} else {
    refresh();
}
