// The names of task 5. Knows nothing of pages.
import { signal } from 'pantograph'

export interface Person {
  readonly id: number
  readonly name: string
  readonly surname: string
}

export class People {
  private readonly all = signal<readonly Person[]>([
    { id: 1, name: 'Hans', surname: 'Emil' },
    { id: 2, name: 'Max', surname: 'Mustermann' },
    { id: 3, name: 'Roman', surname: 'Tisch' },
  ])
  private readonly nextId = signal(4)

  /** Those whose surname begins so, whatever the case. */
  startingWith(prefix: string): readonly Person[] {
    const start = prefix.toLowerCase()
    return this.all.value.filter(({ surname }) => surname.toLowerCase().startsWith(start))
  }

  create(name: string, surname: string): void {
    this.all.value = [...this.all.value, { id: this.nextId.value++, name, surname }]
  }

  update(changed: Person): void {
    this.all.value = this.all.value.map((person) => (person.id === changed.id ? changed : person))
  }

  delete({ id }: Person): void {
    this.all.value = this.all.value.filter((person) => person.id !== id)
  }
}
