// Shapes shared by the widget's scripts. Read by editors and the type checker, never sent to a browser.

/** A numbered message of the conversation, as the house tells it. */
interface Message {
  number: number;
  id: string;
  author: "customer" | "bot" | "agent" | "system";
  name?: string | null;
  purpose: string;
  text: string;
  /** ISO time */
  at: string;
  client_id?: string | null;
  buttons?: { title: string; token: string }[];
}

/** Words on their way to the house. `button` is the signed token of a quick reply. */
interface Draft {
  client_id: string;
  text: string;
  button?: string;
  failed?: boolean;
}

type DraftState = "sending" | "sent" | "not_sent";

interface Queue {
  ahead: number;
  wait_minutes?: [number, number] | null;
}

interface State {
  owner: string;
  agent: { name: string } | null;
  consent: { tone: boolean };
  queue: Queue | null;
}

interface Speaker {
  author?: string;
  name?: string | null;
}

/** The designers' word of that name, with its places filled. */
type Word = (name: string, values?: Record<string, unknown>) => string;

/** What the line to the house tells. */
interface Listener {
  history(messages: Message[]): void;
  message(message: Message): void;
  state(change: Partial<State>): void;
  typing(who: Speaker & { on: boolean }): void;
  line(up: boolean): void;
  lost(): void;
}

/** What the outbox tells. */
interface Sender {
  shown(draft: Draft): void;
  marked(draft: Draft, state: DraftState, why?: string): void;
  refused(draft: Draft, why: Error & { gone: boolean; status: number }): void;
}

/** What the customer can do. */
interface Doings {
  word: Word;
  locale: string;
  open(): void;
  close(): void;
  leave(): void;
  consent(tone: boolean): void;
  send(): void;
  choose(title: string, token: string): void;
  keep(): void;
  retry(id: string): void;
  person(): void;
  stay(): void;
  switchTone(): void;
}
