"""Job type `order`: a saga that reserves goods, charges the card and books the parcel, or undoes all."""
