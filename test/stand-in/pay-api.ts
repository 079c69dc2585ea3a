/** A stand-in for the Crypto Pay API: the methods that a small shop uses, with invoices that live as long as it does. */
import { json, type StandIn, type StandInAnswer } from './answer.ts';
import { LoopbackServer } from './loopback-server.ts';

interface Invoice {
  readonly invoice_id: number;
  readonly status: 'active' | 'paid';
  readonly asset: string;
  readonly amount: string;
  readonly description: string | null;
  readonly pay_url: string;
}

/** The stand-in behind a port of its own: `url` is what CULPRIT_PAY_API takes. */
export function createPayApi(): LoopbackServer {
  return new LoopbackServer(payApi());
}

/**
 * The methods getMe, getBalance, createInvoice, getInvoices and deleteInvoice under `/api/`. Each wants a
 * Crypto-Pay-API-Token header, of any value; without one it is 401, as of the service.
 */
export function payApi(): StandIn {
  const invoices = new Map<number, Invoice>();
  let lastId = 0;
  return ({ path, headers, body }) => {
    const { pathname, searchParams } = new URL(path, 'http://pay.invalid');
    const [, method] = /^\/api\/(\w+)$/.exec(pathname) ?? [];
    if (!headers['crypto-pay-api-token']) return failure(401, 'UNAUTHORIZED');
    const fields = { ...Object.fromEntries(searchParams), ...parseFields(body) };
    switch (method) {
      case 'getMe':
        return success({ app_id: 7, name: 'Stand-in Shop', payment_processing_bot_username: 'StandInBot' });
      case 'getBalance':
        return success([{ currency_code: 'USDT', available: '120.5', onhold: '0' }]);
      case 'createInvoice': {
        const amount = fields.amount ?? '';
        if (!(Number(amount) > 0)) return failure(400, 'AMOUNT_INVALID');
        lastId += 1;
        const invoice: Invoice = {
          invoice_id: lastId,
          status: 'active',
          asset: fields.asset ?? 'USDT',
          amount,
          description: fields.description ?? null,
          pay_url: `https://pay.invalid/invoice/${lastId}`,
        };
        invoices.set(lastId, invoice);
        return success(invoice);
      }
      case 'getInvoices': {
        const wanted = fields.status;
        return success({ items: [...invoices.values()].filter(({ status }) => !wanted || status === wanted) });
      }
      case 'deleteInvoice':
        return invoices.delete(Number(fields.invoice_id)) ? success(true) : failure(400, 'INVOICE_NOT_FOUND');
      default:
        return failure(405, 'METHOD_NOT_FOUND');
    }
  };
}

/** The fields of a JSON object, each as text; none where the body is something else. */
function parseFields(body: string): Record<string, string> {
  let value: unknown = null;
  try {
    value = JSON.parse(body);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field)]));
}

function success(result: unknown): StandInAnswer {
  return json({ ok: true, result });
}

function failure(code: number, name: string): StandInAnswer {
  return json({ ok: false, error: { code, name } }, code);
}
