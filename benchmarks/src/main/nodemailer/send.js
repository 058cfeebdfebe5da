// Mails a second by Nodemailer's pool: node send.js PORT CONNECTIONS SECONDS
const nodemailer = require('nodemailer');
const [port, connections, seconds] = process.argv.slice(2).map(Number);
const pool = nodemailer.createTransport({
  host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true,
  maxConnections: connections, maxMessages: Infinity,
});
const text = 'The quick brown fox jumps over the lazy dog, again.\r\n'.repeat(95);
const mail = { from: 'bench@example.com', to: 'inbox@example.com', subject: 'A mail of five kilobytes', text };

async function round(duration) {
  let sent = 0;
  const start = process.hrtime.bigint();
  const end = Date.now() + duration * 1000;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (Date.now() < end) {
      await pool.sendMail({ ...mail });
      sent++;
    }
  }));
  return sent * 1e9 / Number(process.hrtime.bigint() - start);
}

round(seconds).then(() => round(seconds)).then((figure) => {
  console.log(figure);
  pool.close();
});
